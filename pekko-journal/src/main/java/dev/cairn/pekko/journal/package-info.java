/**
 * Plugins for Apache Pekko Persistence: a journal, a snapshot store and a read journal over Cairn's streams. Pekko
 * makes them by the names in {@code reference.conf}; a program names only {@link CairnReadJournal}, {@link
 * CairnScalaReadJournal} and {@link CairnOffset}.
 *
 * <p>Never here: how events are stored, which is behind {@code dev.cairn.api.Streams}.
 */
@NullMarked
package dev.cairn.pekko.journal;

import org.jspecify.annotations.NullMarked;
