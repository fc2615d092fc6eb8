/**
 * What the lab remembers: objects under one revision counter, a bounded history of their changes,
 * and subscriptions to it.
 */
@NullMarked
package dev.picket.lab.store;

import org.jspecify.annotations.NullMarked;
