/**
 * Actors at work: the address, the mailbox, the cell that runs one actor on a virtual thread while there is something
 * to do, and the system that holds all cells.
 *
 * <p>Never here: bytes. What an actor persists goes through {@code dev.cairn.impl.journal}.
 */
@NullMarked
package dev.cairn.impl.actor;

import org.jspecify.annotations.NullMarked;
