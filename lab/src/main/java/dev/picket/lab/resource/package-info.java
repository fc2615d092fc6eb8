/**
 * What can be stored and how it is described, selected, validated, patched and shown: knowledge
 * about Kubernetes resources without any transport.
 */
@NullMarked
package dev.picket.lab.resource;

import org.jspecify.annotations.NullMarked;
