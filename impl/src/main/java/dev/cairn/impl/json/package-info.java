/**
 * JSON, as far as this module writes and reads it: a type dictionary and what is known of a cluster. So small a part
 * that no program should have a library on its path for it.
 *
 * <p>Never here: JSON that people or other programs send.
 */
@NullMarked
package dev.cairn.impl.json;

import org.jspecify.annotations.NullMarked;
