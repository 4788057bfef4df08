/**
 * Keys in memory, and keys from passwords. The only package that uses Bouncy Castle.
 *
 * <p>Never here: key files and environment variables, which the api reads; the use of a key, see {@code
 * dev.cairn.impl.seal}.
 */
@NullMarked
package dev.cairn.impl.key;

import org.jspecify.annotations.NullMarked;
