/**
 * Turns the records of an author into fields and back, and keeps the dictionary by which a store tells what is in it.
 * Kryo lives here, in one safe profile, and nowhere else but in the frame's input and output.
 *
 * <p>The frame around it all is {@code dev.cairn.impl.record}; {@code docs/format.md} draws the bytes.
 */
@NullMarked
package dev.cairn.impl.codec;

import org.jspecify.annotations.NullMarked;
