/**
 * Time: the machine's clock, the deadlines of asks, the keyed timers of an actor.
 *
 * <p>Never here: what happens when a time has come; that is said by {@code dev.cairn.impl.actor}.
 */
@NullMarked
package dev.cairn.impl.time;

import org.jspecify.annotations.NullMarked;
