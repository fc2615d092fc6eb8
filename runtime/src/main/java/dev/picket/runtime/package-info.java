/**
 * What every process needs whatever it does: a monotonic clock, services that start and close in a
 * visible order, readiness, and an orderly end.
 *
 * <p>Wall time is passed as {@link java.time.InstantSource}, monotonic time as {@link
 * dev.picket.runtime.Ticker}; nothing outside this package reads a clock or makes a thread by
 * itself.
 */
@NullMarked
package dev.picket.runtime;

import org.jspecify.annotations.NullMarked;
