/** What the tests of coordination, and of what fills its ports, share. */
@NullMarked
package dev.picket.coordination;

import org.jspecify.annotations.NullMarked;
