/**
 * What is stored and recovered: the open location ({@link dev.cairn.impl.journal.Journal}), its stores, the manifest by
 * which a store describes itself, the stream of one actor ({@link dev.cairn.impl.journal.ActorStream}), and its
 * recovery ({@code Recovering}, {@code Replay}).
 *
 * <p>It makes records with {@code codec} and {@code record}, and stores them through {@code commit}. Never here:
 * mailboxes and supervision, which are in {@code dev.cairn.impl.actor}.
 */
@NullMarked
package dev.cairn.impl.journal;

import org.jspecify.annotations.NullMarked;
