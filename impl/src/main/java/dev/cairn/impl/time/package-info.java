/**
 * Time: the machine's clock, and deadlines that are swept together.
 *
 * <p>Never here: what happens at a deadline; its owner decides that.
 */
@NullMarked
package dev.cairn.impl.time;

import org.jspecify.annotations.NullMarked;
