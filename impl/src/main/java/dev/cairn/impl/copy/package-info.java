/**
 * Copying a location: every record is opened, bound to its new store, stored by a commit, and compared.
 *
 * <p>Never here: actors, and the meaning of their events.
 */
@NullMarked
package dev.cairn.impl.copy;

import org.jspecify.annotations.NullMarked;
