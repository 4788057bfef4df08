/**
 * The one way to the backend of a location: the committer that puts the commits of many actors into one batch, the
 * sessions that follow each other after failed commits, and the threads that may wait inside an engine.
 *
 * <p>Never here: the meaning of the bytes. {@code dev.cairn.impl.journal} knows it, and calls this package.
 */
@NullMarked
package dev.cairn.impl.commit;

import org.jspecify.annotations.NullMarked;
