/**
 * The hash chain over the log of a store: what a link is, how it is stored, and how a store is held against it.
 *
 * <p>Never here: who makes the chain of an open store, which is {@code dev.cairn.impl.journal.ChainWriter}.
 */
@NullMarked
package dev.cairn.impl.chain;

import org.jspecify.annotations.NullMarked;
