/**
 * The runtime, which the api finds as a service: {@link dev.cairn.impl.CairnRuntime}. The module exports nothing.
 *
 * <p>{@code docs/architecture.md} draws the packages and says which file to open for which change.
 */
@NullMarked
package dev.cairn.impl;

import org.jspecify.annotations.NullMarked;
