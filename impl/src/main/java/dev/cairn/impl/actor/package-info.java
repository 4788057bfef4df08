/**
 * Actors at work: addresses, the cell of one actor and its life, the instance an author wrote and the context it is
 * given, and the system that holds all cells.
 *
 * <p>Never here: bytes, and how a mailbox works. What an actor persists goes through {@code dev.cairn.impl.journal};
 * what waits for it stands in {@code dev.cairn.impl.mailbox}.
 */
@NullMarked
package dev.cairn.impl.actor;

import org.jspecify.annotations.NullMarked;
