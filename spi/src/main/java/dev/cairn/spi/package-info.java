/**
 * The backend author's room: streams of bytes, commits to them, and the provider that opens a store.
 *
 * <p>Never here: actors, policy, serialization or keys. The rules behind each contract are numbered in
 * {@code dev.cairn.tck}; the shortest backend that keeps them is {@code dev.cairn.backend.memory}.
 */
@NullMarked
package dev.cairn.spi;

import org.jspecify.annotations.NullMarked;
