/**
 * Benchmarks and simulations. A benchmark prints what it measured, on what, beside what it is
 * compared with: reports over real HTTP to a real server, or single operations with JMH. A
 * simulation prints whether anything broke, and the command that replays it.
 */
@NullMarked
package dev.picket.bench;

import org.jspecify.annotations.NullMarked;
