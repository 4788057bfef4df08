/**
 * The kitchen's door: {@link dev.cairn.impl.CairnRuntime} is what the api finds. Nothing here is for anybody else;
 * the module exports nothing.
 *
 * <pre>
 *   actor  -->  journal  -->  codec, record      mailboxes | group commit, recovery, manifest | values, bytes
 *      \          |
 *   inspect  -->  backend                        looking inside | finding and opening what stores
 * </pre>
 */
@NullMarked
package dev.cairn.impl;

import org.jspecify.annotations.NullMarked;
