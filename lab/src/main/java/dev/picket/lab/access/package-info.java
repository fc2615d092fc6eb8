/** Who asks, and what he may do: credentials, service account tokens, and role-based access. */
@NullMarked
package dev.picket.lab.access;

import org.jspecify.annotations.NullMarked;
