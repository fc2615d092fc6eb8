/**
 * What objects are made of: the fields of the built-in kinds and the structural schemas of custom
 * ones. It knows neither verbs nor storage.
 */
@NullMarked
package dev.picket.lab.schema;

import org.jspecify.annotations.NullMarked;
