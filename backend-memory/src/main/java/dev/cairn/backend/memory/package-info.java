/**
 * The executable explanation of {@code dev.cairn.spi}: read this first when writing a backend.
 *
 * <p>Never here: anything that outlives the process, or speed bought with obscurity. A store that lasts is in
 * {@code dev.cairn.backend.sqlite}.
 */
@NullMarked
package dev.cairn.backend.memory;

import org.jspecify.annotations.NullMarked;
