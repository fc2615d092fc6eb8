/** A loop in the hand of a test. */
@NullMarked
package dev.picket.coordination.loop;

import org.jspecify.annotations.NullMarked;
