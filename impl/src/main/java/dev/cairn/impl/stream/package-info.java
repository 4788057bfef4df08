/**
 * The streams of a store as a program sees them that appends and reads events without actors.
 *
 * <p>Never here: how a stream is written, which is in {@code dev.cairn.impl.journal}.
 */
@NullMarked
package dev.cairn.impl.stream;

import org.jspecify.annotations.NullMarked;
