/**
 * What waits for an actor and who runs it: letters, the queue they stand in, the timers that write letters, the turn of
 * a thread, and senders that wait for a place.
 *
 * <p>Never here: what a letter means. Actors and their lives are in {@code dev.cairn.impl.actor}.
 */
@NullMarked
package dev.cairn.impl.mailbox;

import org.jspecify.annotations.NullMarked;
