/**
 * Rules in CEL over structural schemas, with Kubernetes's functions. Nothing of it is loaded before
 * a definition has a rule.
 */
@NullMarked
package dev.picket.lab.cel;

import org.jspecify.annotations.NullMarked;
