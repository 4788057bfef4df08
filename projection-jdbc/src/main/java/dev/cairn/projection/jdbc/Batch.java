package dev.cairn.projection.jdbc;

import dev.cairn.api.LogOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be written, in order; the part that is written leaves it. Used by one thread at a time.
 */
final class Batch {
  private final List<Entry> entries;
  private final LogOffset through;
  private boolean moved;

  /**
   * A batch.
   *
   * @param through how far the projection has come with all of it: the last entry, or what was passed over after it
   */
  Batch(List<Entry> entries, LogOffset through) {
    this.entries = new ArrayList<>(entries);
    this.through = through;
  }

  boolean isDone() { return entries.isEmpty() && moved; }

  int size() {
    return entries.size();
  }

  List<Entry> first(int count) {
    return List.copyOf(entries.subList(0, count));
  }

  /** How far the projection has come with so many entries. */
  LogOffset after(int count) {
    return count == entries.size() ? through : entries.get(count - 1).offset();
  }

  void written(int count) {
    moved = count == entries.size();
    entries.subList(0, count).clear();
  }

  /** Leaves out what was written up to an offset. */
  void passTo(LogOffset offset) {
    entries.removeIf(entry -> entry.offset().position().compareTo(offset.position()) <= 0);
    moved = entries.isEmpty() && offset.position().compareTo(through.position()) >= 0;
  }
}
