/** Accounts behind HTTP. */
@NullMarked
package dev.cairn.examples.spring;

import org.jspecify.annotations.NullMarked;
