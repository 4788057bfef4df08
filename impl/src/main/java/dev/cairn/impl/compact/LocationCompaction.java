package dev.cairn.impl.compact;

import dev.cairn.api.StoreCompaction;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.StoreRefused;
import dev.cairn.api.bind.CompactionOptions;
import dev.cairn.impl.backend.Location;
import dev.cairn.impl.chain.ChainCatchUp;
import dev.cairn.impl.chain.StoredChain;
import dev.cairn.impl.journal.StoreDescription;
import dev.cairn.impl.journal.StoreDescriptions;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One compaction of a location. Every key is checked against its store before the location is opened to write. */
public final class LocationCompaction {
  private final CompactionOptions options;
  private final StoreCompaction.Progress progress;
  private final Optional<Set<StreamKey>> only;
  private final StoreDescriptions descriptions;

  /** Prepares a compaction. */
  public LocationCompaction(CompactionOptions options, StoreCompaction.Progress progress) {
    this.options = options;
    this.progress = progress;
    this.only = options.only().map(streams -> streams.stream().map(LocationCompaction::key)
        .collect(Collectors.toSet()));
    this.descriptions = new StoreDescriptions(options.data(), options.keys());
  }

  /** Compacts one store after the other. */
  public List<StoreCompaction.Result> run() {
    try {
      if (options.dry()) {
        try (Backend reading = Location.openToRead(options.data(), options.access())) {
          checkKeys(reading);
          return dry(reading);
        }
      }
      checkKeysBeforehand();
      try (Backend writing = Location.openToWrite(options.data(), options.access())) {
        checkKeys(writing);
        stores(writing).forEach(store -> chain(writing, store));
        return run(writing);
      }
    } catch (BackendException e) {
      throw Location.explain(options.data(), e);
    }
  }

  /** What is deleted must be in the chain before, if the store has one. */
  private void chain(Backend writing, String store) {
    StoredChain chain = descriptions.of(writing, store).chain(store);
    if (chain.last(writing) > 0) {
      new ChainCatchUp(writing, chain).run();
    }
  }

  private List<StoreCompaction.Result> dry(Backend reading) {
    try (Backend moment = reading.pointInTime()) {
      return run(moment);
    }
  }

  /** Checks the keys before the location is opened to write. */
  private void checkKeysBeforehand() {
    try (Backend reading = Location.openToRead(options.data(), options.access())) {
      checkKeys(reading);
    } catch (StoreRefused e) {
      // opening to write refuses it with the same message, or upgrades it
    }
  }

  private List<StoreCompaction.Result> run(Backend backend) {
    List<StoreTrim> stores = stores(backend).stream().map(store -> inspect(backend, store)).toList();
    Steps steps = new Steps(progress, stores.stream().mapToLong(StoreTrim::coveredEvents).sum());
    return stores.stream().map(store -> store.run(options.dry(), steps)).toList();
  }

  private StoreTrim inspect(Backend backend, String store) {
    StoreTrim trim = new StoreTrim(backend, store, descriptions.of(backend, store));
    try (Cursor<StreamHead> heads = backend.streams(store, Optional.empty())) {
      for (StreamHead head = heads.next(); head != null; head = heads.next()) {
        if (!StoreDescription.owns(head.stream()) && (only.isEmpty() || only.get().contains(head.stream()))) {
          trim.look(head);
        }
      }
    }
    return trim;
  }

  private List<String> stores(Backend backend) {
    return backend.stores().stream()
        .filter(store -> only.isEmpty() || only.get().stream().anyMatch(key -> key.store().equals(store)))
        .toList();
  }

  private void checkKeys(Backend reading) {
    stores(reading).forEach(store -> descriptions.of(reading, store));
    descriptions.requireUseOfKeys(reading);
  }

  private static StreamKey key(StoreInspector.Stream stream) {
    return new StreamKey(stream.store(), stream.type(), stream.id());
  }
}
