/**
 * The read side: the log of a store as its readers see it, the readers under way, and the history of one actor.
 *
 * <p>Never here: writing, apart from how far a reader has come, which {@code dev.cairn.impl.journal} keeps.
 */
@NullMarked
package dev.cairn.impl.log;

import org.jspecify.annotations.NullMarked;
