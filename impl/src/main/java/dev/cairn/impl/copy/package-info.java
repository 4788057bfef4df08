/**
 * Copying a location: every record is opened, bound to its new place, stored by the one write door, and compared.
 *
 * <p>Never here: actors, and what their events mean.
 */
@NullMarked
package dev.cairn.impl.copy;

import org.jspecify.annotations.NullMarked;
