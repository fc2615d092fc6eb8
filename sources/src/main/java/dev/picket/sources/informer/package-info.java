/**
 * Informer sources: Kubernetes objects that hold Observations open, each looked after by whoever
 * owns its partition.
 */
@NullMarked
package dev.picket.sources.informer;

import org.jspecify.annotations.NullMarked;
