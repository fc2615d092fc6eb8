/**
 * Who owns which fields of an object: server-side apply and the tracking of every other write.
 * Source: KEP-555, and what structured-merge-diff does.
 */
@NullMarked
package dev.picket.lab.apply;

import org.jspecify.annotations.NullMarked;
