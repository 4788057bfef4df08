/**
 * The internal interface between the api and the runtime; not for actor authors. It is exported to {@code
 * dev.cairn.impl} only. OSGi has no such qualified export; there this package may change without notice.
 *
 * <p>Actor authors go to {@link dev.cairn.api}.
 */
@NullMarked
package dev.cairn.api.bind;

import org.jspecify.annotations.NullMarked;
