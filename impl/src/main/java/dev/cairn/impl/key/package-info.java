/**
 * Where keys are kept in memory, and made from passwords. The only room that knows Bouncy Castle.
 *
 * <p>Never here: files and environments, which the api reads; what a key is used for, see {@code dev.cairn.impl.seal}.
 */
@NullMarked
package dev.cairn.impl.key;

import org.jspecify.annotations.NullMarked;
