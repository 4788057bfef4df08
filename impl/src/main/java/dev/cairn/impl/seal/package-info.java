/**
 * Where bytes are sealed and opened again: XChaCha20-Poly1305 over the cipher of the JDK.
 *
 * <p>Never here: what a record looks like, see {@code dev.cairn.impl.record}; how a key is kept, see
 * {@code dev.cairn.impl.key}.
 */
@NullMarked
package dev.cairn.impl.seal;

import org.jspecify.annotations.NullMarked;
