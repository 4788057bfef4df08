/**
 * The reports of a system to the outside: counters, log, listener, JFR events, and the event stream.
 *
 * <p>Never here: events and states of actors.
 */
@NullMarked
package dev.cairn.impl.observe;

import org.jspecify.annotations.NullMarked;
