/** Tests of the store, against a real PostgreSQL that all of them share. */
@NullMarked
package dev.picket.store;

import org.jspecify.annotations.NullMarked;
