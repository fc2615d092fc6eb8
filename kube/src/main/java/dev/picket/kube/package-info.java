/** Coordination's ports on a Kubernetes API server, and informers that hold what a member owns. */
@NullMarked
package dev.picket.kube;

import org.jspecify.annotations.NullMarked;
