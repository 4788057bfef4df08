/**
 * Encodes the records of an author as fields and decodes them, and keeps the type dictionary of a store. Kryo is used
 * here, in one safe configuration, and in the frame's input and output, and nowhere else.
 *
 * <p>The frame around it all is {@code dev.cairn.impl.record}; {@code docs/format.md} draws the bytes.
 */
@NullMarked
package dev.cairn.impl.codec;

import org.jspecify.annotations.NullMarked;
