/**
 * The only room that knows OSGi. Where the runtime is a bundle, backends come and go: what is open on one that leaves
 * is closed before it is gone, and opened again on the one that comes.
 *
 * <p>Never here: what an absence means for a persist. {@code dev.cairn.impl.commit} waits, and fails at its deadline.
 */
@NullMarked
package dev.cairn.impl.osgi;

import org.jspecify.annotations.NullMarked;
