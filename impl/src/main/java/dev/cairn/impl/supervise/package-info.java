/**
 * How often an actor may fail: pure arithmetic over a {@link dev.cairn.api.Supervision.Restart}.
 *
 * <p>Never here: actors and threads; {@code dev.cairn.impl.actor} carries out the decisions.
 */
@NullMarked
package dev.cairn.impl.supervise;

import org.jspecify.annotations.NullMarked;
