/**
 * The API's verbs without any transport: a request comes in with its path, parameters and body, and
 * an answer goes out, or a watch.
 */
@NullMarked
package dev.picket.lab.api;

import org.jspecify.annotations.NullMarked;
