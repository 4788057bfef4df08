/**
 * Where types meet bytes: the one room that knows both {@code dev.cairn.api} and {@code dev.cairn.spi}.
 *
 * <p>Never here: a type that authors compile against, or a word about one particular database. Those are in
 * {@code dev.cairn.api} and in the backends.
 */
@NullMarked
package dev.cairn.impl;

import org.jspecify.annotations.NullMarked;
