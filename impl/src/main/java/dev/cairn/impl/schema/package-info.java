/**
 * The types that stores have recorded, outside of their stores: as a text, and compared with the types of a program.
 *
 * <p>Never here: how classes are compared with a dictionary, which {@code dev.cairn.impl.codec} does.
 */
@NullMarked
package dev.cairn.impl.schema;

import org.jspecify.annotations.NullMarked;
