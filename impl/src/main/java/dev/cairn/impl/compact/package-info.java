/**
 * Deleting the events that no recovery and no reader needs any more, without the classes of the actors.
 *
 * <p>Never here: deletion by an actor's own policy, which {@code dev.cairn.impl.journal} does.
 */
@NullMarked
package dev.cairn.impl.compact;

import org.jspecify.annotations.NullMarked;
