/**
 * The {@code picket} command. Here, and nowhere else, the parts are wired together, and the real
 * clock, the real randomness and the environment enter.
 */
@NullMarked
package dev.picket.cli;

import org.jspecify.annotations.NullMarked;
