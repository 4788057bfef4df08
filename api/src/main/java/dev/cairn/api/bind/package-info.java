/**
 * The hinge between the front hall and the runtime; not for you. It is exported to {@code dev.cairn.impl} alone, and in
 * OSGi, which has no such export, it changes without notice.
 *
 * <p>Actor authors go to {@link dev.cairn.api}.
 */
@NullMarked
package dev.cairn.api.bind;

import org.jspecify.annotations.NullMarked;
