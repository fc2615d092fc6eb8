/** Patches of objects: JSON patches, merge patches and strategic merge patches. */
@NullMarked
package dev.picket.lab.patch;

import org.jspecify.annotations.NullMarked;
