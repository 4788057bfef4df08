package dev.cairn.impl.copy;

import dev.cairn.impl.journal.StoreDescription;
import dev.cairn.impl.record.RecordFrame;

/**
 * The record frames of a store in the original and in the copy, each with its own keys.
 *
 * @param from the store that is copied
 * @param to its copy
 */
record Frames(StoreDescription from, RecordFrame original, StoreDescription to, RecordFrame copy) {
  Frames(StoreDescription from, StoreDescription to) {
    this(from, from.frame(), to, to.frame());
  }
}
