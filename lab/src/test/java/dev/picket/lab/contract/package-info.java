/** What any Kubernetes API server does, as cases that are run against the lab and a real one. */
@NullMarked
package dev.picket.lab.contract;

import org.jspecify.annotations.NullMarked;
