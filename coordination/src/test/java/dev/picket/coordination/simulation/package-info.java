/**
 * The whole protocol of ownership in virtual time: one thread, one seed, every fault that machines
 * and networks are known for, and invariants that are checked after every step.
 */
@NullMarked
package dev.picket.coordination.simulation;

import org.jspecify.annotations.NullMarked;
