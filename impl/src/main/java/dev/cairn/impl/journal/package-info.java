/**
 * What is written and read: the open location and its stores, the manifest by which a store describes itself, the
 * stream of one actor, and its recovery.
 *
 * <p>Arrows: the actors call in here; from here it goes to {@code record} and {@code codec} for the bytes, and
 * through the spi to the backend. Never here: mailboxes and supervision, which are in {@code dev.cairn.impl.actor}.
 */
@NullMarked
package dev.cairn.impl.journal;

import org.jspecify.annotations.NullMarked;
