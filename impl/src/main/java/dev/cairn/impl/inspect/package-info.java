/**
 * Looking inside a location without its actors' classes: what the command line's tools read, over the store's own
 * type dictionary.
 *
 * <p>Never here: writing.
 */
@NullMarked
package dev.cairn.impl.inspect;

import org.jspecify.annotations.NullMarked;
