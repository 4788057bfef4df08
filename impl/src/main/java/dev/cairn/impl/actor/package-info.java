/**
 * Actors at work: addresses, the cell of one actor and its life, the author's instance and its context, the registry of
 * all cells, and the system.
 *
 * <p>Never here: bytes, and how a mailbox works. Actors persist through {@code dev.cairn.impl.journal}; their letters
 * are in {@code dev.cairn.impl.mailbox}.
 */
@NullMarked
package dev.cairn.impl.actor;

import org.jspecify.annotations.NullMarked;
