/**
 * Deleting what no recovery and no reader needs any more, without the classes of the actors.
 *
 * <p>Never here: what an actor deletes by its own policy, which {@code dev.cairn.impl.journal} does.
 */
@NullMarked
package dev.cairn.impl.compact;

import org.jspecify.annotations.NullMarked;
