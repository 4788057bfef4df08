package dev.cairn.impl.journal;

import dev.cairn.api.StoreDamaged;
import dev.cairn.impl.codec.TypeDictionary;
import dev.cairn.impl.record.StoreId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is known of the manifest of an open store, also while the store is handed over. Any thread may call. */
final class Described {
  private final String store;
  private volatile StoreDescription now;
  private volatile List<StoreId> ids;
  private long hereSince;

  Described(String store, StoreDescription now) {
    this.store = store;
    this.now = now;
    this.ids = List.of(now.id());
  }

  StoreDescription now() {
    return now;
  }

  /** The identity of the store, and those that it had before it was handed over by this process. */
  List<StoreId> ids() {
    return ids;
  }

  /** The store is in another location from this generation on, where it has this description. */
  synchronized void moveTo(StoreDescription there, long generation) {
    hereSince = generation;
    ids = Stream.concat(Stream.of(there.id()), ids.stream()).toList();
    now = with(there);
  }

  private StoreDescription with(StoreDescription read) {
    return new StoreDescription(read.identity(), now.keys(), read.types(), read.last());
  }

  /** Takes over what was written in a generation; what was written before a hand-over is known. */
  synchronized void wrote(long generation, TypeDictionary types, long last) {
    if (generation >= hereSince) {
      now = new StoreDescription(now.identity(), now.keys(), types, last);
    }
  }

  /**
   * Takes over what was read in a generation; false if the store was handed over since.
   *
   * @throws StoreDamaged if it is another store
   */
  synchronized boolean read(long generation, Optional<StoreDescription> found) {
    if (generation < hereSince) {
      return false;
    }
    if (now.last() > 0 && !found.map(StoreDescription::id).equals(Optional.of(now.id()))) {
      throw new StoreDamaged("The store " + store + " is not the one that was here before: while it was not "
          + "open, another took its place. Close this system, put the files back, and open it again.", null);
    }
    found.flatMap(StoreDescription::keys).ifPresent(keys -> now.keys().orElseThrow().use(keys.inUse()));
    found.ifPresent(description -> now = with(description));
    return true;
  }
}
