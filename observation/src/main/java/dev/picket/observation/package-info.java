/**
 * What Picket knows and how it comes to know it: the records, and the pipeline that turns reports
 * into Observations (normalise, filter, fingerprint, store).
 *
 * <p>Everything here is pure but for the ports {@link dev.picket.observation.ObservationStore},
 * {@link dev.picket.observation.ChangeFeed} and {@link dev.picket.observation.Condition}, which
 * other modules fill.
 */
@NullMarked
package dev.picket.observation;

import org.jspecify.annotations.NullMarked;
