/** The lab for JUnit: a Kubernetes API of its own for each test, or for each class. */
@NullMarked
package dev.picket.lab.junit;

import org.jspecify.annotations.NullMarked;
