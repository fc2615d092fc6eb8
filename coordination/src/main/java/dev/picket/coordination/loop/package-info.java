/** How coordination runs: one thought at a time, with calls to the outside in between. */
@NullMarked
package dev.picket.coordination.loop;

import org.jspecify.annotations.NullMarked;
