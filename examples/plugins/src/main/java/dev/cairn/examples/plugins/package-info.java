/** A program that loads its backend from a plugin folder. */
@NullMarked
package dev.cairn.examples.plugins;

import org.jspecify.annotations.NullMarked;
