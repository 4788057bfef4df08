/**
 * Finding and opening backends: the catalogue of what there is, the choice of one, the folder that says whose it is,
 * and the translation of a backend's failures into those of the api.
 *
 * <p>Never here: what is stored. That is {@code dev.cairn.impl.journal}.
 */
@NullMarked
package dev.cairn.impl.backend;

import org.jspecify.annotations.NullMarked;
