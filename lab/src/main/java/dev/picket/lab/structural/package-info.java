/**
 * What is wrong with structural schemas and with objects by them, in the API server's words. It
 * knows neither verbs nor storage.
 */
@NullMarked
package dev.picket.lab.structural;

import org.jspecify.annotations.NullMarked;
