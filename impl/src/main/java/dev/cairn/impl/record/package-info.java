/**
 * The bytes of a record: the frame around every stored value, and the fields of values. This package knows no class of
 * an author and no backend.
 *
 * <p>The content of the frame is made in {@code dev.cairn.impl.codec}; {@code docs/format.md} draws it all.
 */
@NullMarked
package dev.cairn.impl.record;

import org.jspecify.annotations.NullMarked;
