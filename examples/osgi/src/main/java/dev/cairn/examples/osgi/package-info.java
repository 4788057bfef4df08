/** A bundle with actors: an activator that opens a system, and the actor. */
@NullMarked
package dev.cairn.examples.osgi;

import org.jspecify.annotations.NullMarked;
