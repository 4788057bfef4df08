/** A bundle with an actor, and an activator that opens a system. */
@NullMarked
package dev.cairn.examples.osgi;

import org.jspecify.annotations.NullMarked;
