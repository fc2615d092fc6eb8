/** What is particular to a kind: its defaults, its checks, and how its versions are converted. */
@NullMarked
package dev.picket.lab.kinds;

import org.jspecify.annotations.NullMarked;
