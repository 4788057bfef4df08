/**
 * Which thread runs next what is ready to run.
 *
 * <p>Never here: what an actor or a commit is.
 */
@NullMarked
package dev.cairn.impl.dispatch;

import org.jspecify.annotations.NullMarked;
