/**
 * The mailbox of an actor: letters, their queue, the timers that send letters, the turn of the thread that reads them,
 * and the senders that wait for room.
 *
 * <p>Never here: the meaning of a letter. Actors and their lives are in {@code dev.cairn.impl.actor}.
 */
@NullMarked
package dev.cairn.impl.mailbox;

import org.jspecify.annotations.NullMarked;
