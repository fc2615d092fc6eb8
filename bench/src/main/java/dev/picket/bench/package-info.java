/**
 * Benchmarks: they start a real server, drive it from this process over real HTTP, and print what
 * they measured, on what, beside what it is compared with.
 */
@NullMarked
package dev.picket.bench;

import org.jspecify.annotations.NullMarked;
