/**
 * Finding and opening backends: the catalogue of backends, the choice of one, the file that names a folder's backend,
 * and the translation of a backend's failures into those of the api.
 *
 * <p>Never here: what is stored. That is {@code dev.cairn.impl.journal}.
 */
@NullMarked
package dev.cairn.impl.backend;

import org.jspecify.annotations.NullMarked;
