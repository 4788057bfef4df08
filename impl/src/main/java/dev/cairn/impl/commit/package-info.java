/**
 * The one way to the backend of a location: the committer that gathers what many actors persist into one batch, the
 * sessions that follow each other where a commit has failed, and the threads that may wait inside an engine.
 *
 * <p>Never here: what the bytes mean. That is known in {@code dev.cairn.impl.journal}, which calls in here.
 */
@NullMarked
package dev.cairn.impl.commit;

import org.jspecify.annotations.NullMarked;
