/**
 * What a backend is made of.
 *
 * <p>Start at {@link dev.cairn.spi.BackendProvider}, which opens a {@link dev.cairn.spi.Backend}; its one write door
 * takes a batch of {@link dev.cairn.spi.Commit}s. The memory backend is the executable explanation of this package,
 * and {@code docs/writing-a-backend.md} lists the rules that the kit in {@code dev.cairn.tck} checks. What embedded
 * backends have in common is in {@link dev.cairn.spi.embedded}.
 *
 * <p>Never here: policy (when to take a snapshot, what to keep), keys, actors, event types. Those live in
 * {@code dev.cairn.impl}; a backend stores the bytes it is given.
 */
@NullMarked
package dev.cairn.spi;

import org.jspecify.annotations.NullMarked;
