/**
 * The read side: the log of a store as its readers see it ({@link dev.cairn.impl.log.EventLogs}), the thread of each
 * reader ({@code Follower}), and the history of one actor.
 *
 * <p>Never here: how a checkpoint is stored, which {@code dev.cairn.impl.journal} does.
 */
@NullMarked
package dev.cairn.impl.log;

import org.jspecify.annotations.NullMarked;
