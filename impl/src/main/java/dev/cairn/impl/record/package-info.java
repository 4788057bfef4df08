/**
 * The frame around every stored value, and the fields that values are made of. Here live the bytes of a record; no
 * class of an author is known here, and no backend.
 *
 * <p>What stands inside the frame is made in {@code dev.cairn.impl.codec}; {@code docs/format.md} draws it all.
 */
@NullMarked
package dev.cairn.impl.record;

import org.jspecify.annotations.NullMarked;
