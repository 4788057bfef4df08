/**
 * Looking inside a location by its own type dictionary, without its actors' classes, for the tools of the command line.
 *
 * <p>Never here: writing.
 */
@NullMarked
package dev.cairn.impl.inspect;

import org.jspecify.annotations.NullMarked;
