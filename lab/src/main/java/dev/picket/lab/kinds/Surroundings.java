package dev.picket.lab.kinds;

import dev.picket.lab.store.Snapshot;
import java.util.random.RandomGenerator;

/**
 * What rules may look at besides the object.
 *
 * @param now the time, as objects have it
 * @param random for what is made up
 * @param snapshot what there was when the write began
 */
public record Surroundings(String now, RandomGenerator random, Snapshot snapshot) {}
