/** Actors in several processes: slices, letters of bytes, and what comes back. */
@NullMarked
package dev.cairn.impl.place;

import org.jspecify.annotations.NullMarked;
