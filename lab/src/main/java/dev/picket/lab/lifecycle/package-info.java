/**
 * What happens by itself to objects that are being deleted: dependents are collected, namespaces
 * and definitions take along what is in them.
 */
@NullMarked
package dev.picket.lab.lifecycle;

import org.jspecify.annotations.NullMarked;
