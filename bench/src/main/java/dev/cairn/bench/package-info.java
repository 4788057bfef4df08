/**
 * Measures what an actor author sees, next to the same work done by hand on the bare database.
 *
 * <p>Never here: a number that the build relies on. Nothing runs unless asked for.
 */
@NullMarked
package dev.cairn.bench;

import org.jspecify.annotations.NullMarked;
