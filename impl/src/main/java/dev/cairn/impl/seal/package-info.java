/**
 * Sealing and opening bytes: XChaCha20-Poly1305 over the cipher of the JDK.
 *
 * <p>Never here: the layout of a record, see {@code dev.cairn.impl.record}; keys in memory, see {@code
 * dev.cairn.impl.key}.
 */
@NullMarked
package dev.cairn.impl.seal;

import org.jspecify.annotations.NullMarked;
