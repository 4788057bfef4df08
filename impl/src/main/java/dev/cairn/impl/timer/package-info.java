/**
 * Which durable timers of a store are pending, in memory ({@link dev.cairn.impl.timer.DueTimers}) and as they are
 * stored ({@link dev.cairn.impl.timer.TimerPage}).
 *
 * <p>Never here: what their commands are, which the records of their actors keep, and who fires them.
 */
@NullMarked
package dev.cairn.impl.timer;

import org.jspecify.annotations.NullMarked;
