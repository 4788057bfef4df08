/** A program that takes its backend from a folder. */
@NullMarked
package dev.cairn.examples.plugins;

import org.jspecify.annotations.NullMarked;
