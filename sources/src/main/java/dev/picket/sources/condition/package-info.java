/**
 * Expressions in CEL, the Common Expression Language: conditions over occurrences and fields of
 * payloads.
 *
 * <p>Loading CEL takes the better part of a second, so that nothing refers to this package unless
 * an expression is configured.
 */
@NullMarked
package dev.picket.sources.condition;

import org.jspecify.annotations.NullMarked;
