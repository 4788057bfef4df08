/**
 * The file with the keys of personal actors: wrapped keys, and the marks of those that were forgotten.
 *
 * <p>Never here: the keys themselves, which {@code dev.cairn.impl.seal} wraps and unwraps.
 */
@NullMarked
package dev.cairn.impl.personal;

import org.jspecify.annotations.NullMarked;
