/**
 * The actor author's room: actors, their commands, events and state, policies, and the door to a running system.
 *
 * <p>Never here: bytes, databases, threads, or how any of it is done. What a backend author needs is in
 * {@code dev.cairn.spi}; how a command becomes a stored event is in {@code dev.cairn.impl}.
 */
@NullMarked
package dev.cairn.api;

import org.jspecify.annotations.NullMarked;
