/**
 * What embedded backends have in common: engines that keep a location in a folder of their own, with one writer. Each
 * piece stands alone; a backend takes those that fit.
 *
 * <p>{@link dev.cairn.spi.embedded.LocationLock} keeps every other writer away from the folder, and
 * {@link dev.cairn.spi.embedded.SingleWriter} keeps the commits of one session in order.
 * {@link dev.cairn.spi.embedded.HeadCache} saves the writer a read for each commit.
 * {@link dev.cairn.spi.embedded.KeyBytes} is the order of stream keys and the way back from stored bytes to a key.
 * {@link dev.cairn.spi.embedded.RecoveryStart} finds the snapshot of a recovery, and
 * {@link dev.cairn.spi.embedded.PagedCursor} reads page by page.
 *
 * <p>Never here: a file format, or anything that only one engine needs.
 */
@NullMarked
package dev.cairn.spi.embedded;

import org.jspecify.annotations.NullMarked;
