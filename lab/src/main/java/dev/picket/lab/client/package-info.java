/**
 * A client of the API within this process: it asks in JSON through the same requests as a client
 * over HTTP and gets the same answers and refusals, without a network between.
 */
@NullMarked
package dev.picket.lab.client;

import org.jspecify.annotations.NullMarked;
