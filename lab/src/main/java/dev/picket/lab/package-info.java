/**
 * The embedded Kubernetes API: a server that speaks enough of the protocol for tools, clients and
 * tests where there is no cluster.
 */
@NullMarked
package dev.picket.lab;

import org.jspecify.annotations.NullMarked;
