/**
 * The only package that uses OSGi. If the runtime is a bundle, backends come and go: the locations of a backend are
 * closed before it leaves, and opened again when it comes back.
 *
 * <p>Never here: what a missing backend means for a persist. {@code dev.cairn.impl.commit} waits, and fails at its
 * deadline.
 */
@NullMarked
package dev.cairn.impl.osgi;

import org.jspecify.annotations.NullMarked;
