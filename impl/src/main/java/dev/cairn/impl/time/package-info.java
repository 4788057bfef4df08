/**
 * Time: the machine's clock, and deadlines that are swept together.
 *
 * <p>Never here: what happens when a time has come; that is said by {@code dev.cairn.impl.actor}.
 */
@NullMarked
package dev.cairn.impl.time;

import org.jspecify.annotations.NullMarked;
