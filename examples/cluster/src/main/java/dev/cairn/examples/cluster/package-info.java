/**
 * A bank on several processes: {@link Teller} is one of them, {@link Main} starts them and gives them rows, {@link
 * Account} is the actor. It uses only types of {@code dev.cairn.api}; everything else comes from the module path.
 */
@NullMarked
package dev.cairn.examples.cluster;

import org.jspecify.annotations.NullMarked;
