package dev.cairn.impl.inspect;

import dev.cairn.api.StoreDamaged;
import dev.cairn.api.StoreInspector.Check;
import dev.cairn.api.StoreInspector.Damage;
import dev.cairn.api.bind.FailureText;
import dev.cairn.impl.chain.ChainProof;
import dev.cairn.impl.chain.Marks;
import dev.cairn.impl.chain.StoredChain;
import dev.cairn.impl.journal.StoreDescription;
import dev.cairn.impl.journal.StoredReaders;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** Reads everything, reports each damage, and goes on. Used by one thread. */
final class Verification {
  private final Backend backend;
  private final Function<String, StoreDescription> descriptions;
  private final Consumer<? super Damage> found;
  private final LongConsumer progress;
  private final Map<StreamKey, BackendException.Corrupt> toldByBackend = new LinkedHashMap<>();
  private long streams;
  private long events;
  private long snapshots;
  private long damages;
  private long forgotten;

  Verification(Backend backend, Function<String, StoreDescription> descriptions, Consumer<? super Damage> found,
      LongConsumer progress) {
    this.backend = backend;
    this.descriptions = descriptions;
    this.found = found;
    this.progress = progress;
  }

  Check run() {
    backend.verify(this::reportDamage);
    Set<String> stores = new TreeSet<>(backend.stores());
    toldByBackend.keySet().forEach(stream -> stores.add(stream.store()));
    for (String store : stores) {
      try {
        check(store, descriptions.apply(store));
      } catch (StoreDamaged | BackendException e) {
        tell(new Damage("store " + store, message(e),
            "nothing of this store can be shown without its manifest; restore a backup"));
      }
    }
    return new Check(streams, events, snapshots, damages, forgotten);
  }

  /** Damage of a stream is reported with the stream, once. */
  private void reportDamage(BackendException.Corrupt damage) {
    damage.stream().ifPresentOrElse(stream -> toldByBackend.put(stream, damage),
        () -> tell(new Damage("the location", message(damage), "everything that is not named here")));
  }

  private void check(String store, StoreDescription description) {
    StoreView view = new StoreView(() -> description);
    Set<StreamKey> keys = streams(store);
    toldByBackend.keySet().stream().filter(stream -> stream.store().equals(store)).forEach(keys::add);
    LogComparison comparison = new LogComparison();
    Set<StreamKey> named = new HashSet<>();
    for (StreamKey stream : keys) {
      long before = damages;
      add(new StreamCheck(backend, stream, view, comparison::addStored, this::tell));
      BackendException.Corrupt damage = toldByBackend.get(stream);
      if (damages == before && damage != null) {
        tell(new Damage("stream " + stream, message(damage), "its events, where they can be read"));
      }
      if (damages != before) {
        named.add(stream);
      }
    }
    if (backend.info().globalLog()) {
      new LogCheck(backend, store, comparison, this::tell).run(keys, named);
      checkChain(description.chain(store), named);
      checkReaders(store, new StoredReaders(store, description.openers()), keys, named);
    }
  }

  /** What a stream was named for is not named once more. */
  private void checkChain(StoredChain chain, Set<StreamKey> named) {
    if (chain.last(backend) > 0) {
      new ChainProof(backend, chain, Marks.none(), (damage, stream) -> {
        if (stream.filter(named::contains).isEmpty()) {
          tell(damage);
        }
      }).run();
    }
  }

  /** After damage the list goes on behind the damaged stream; if that is unknown, the log names the others. */
  private Set<StreamKey> streams(String store) {
    Set<StreamKey> keys = new LinkedHashSet<>();
    Optional<BackendException> end = list(store, Optional.empty(), keys);
    while (end.isPresent()) {
      BackendException failure = end.get();
      Optional<StreamKey> named =
          failure instanceof BackendException.Corrupt corrupt ? corrupt.stream() : Optional.empty();
      if (named.isEmpty() || !keys.add(named.get())) {
        tell(new Damage("the list of the streams of store " + store, message(failure),
            "the streams before that place, and those with an event in the log"));
        addLogged(store, keys);
        break;
      }
      end = list(store, named, keys);
    }
    return keys;
  }

  /** Returns the failure that ended the list early. */
  private Optional<BackendException> list(String store, Optional<StreamKey> after, Set<StreamKey> keys) {
    try (Cursor<StreamHead> heads = backend.streams(store, after)) {
      for (StreamHead head = heads.next(); head != null; head = heads.next()) {
        keys.add(head.stream());
      }
      return Optional.empty();
    } catch (BackendException e) {
      return Optional.of(e);
    }
  }

  private void addLogged(String store, Set<StreamKey> keys) {
    try (LogCursor log = backend.log(store, Position.START)) {
      for (StoredEvent event = log.next(); event != null; event = log.next()) {
        keys.add(event.stream());
      }
    } catch (BackendException e) {
      // reported when the log itself is read
    }
  }

  /** The runtime's own streams are read like all others, but not counted. */
  private void add(StreamCheck check) {
    check.run();
    if (!StoreDescription.owns(check.stream())) {
      streams++;
      events += check.events();
      snapshots += check.snapshots();
      forgotten += check.isForgotten() ? 1 : 0;
      progress.accept(events);
    }
  }

  /** Checks that no checkpoint is beyond the end of the log. */
  private void checkReaders(String store, StoredReaders readers, Set<StreamKey> keys, Set<StreamKey> named) {
    Position end = end(store);
    for (StreamKey stream : keys) {
      if (StoredReaders.owns(stream) && !named.contains(stream)) {
        try {
          readers.find(backend, stream.id()).map(reader -> reader.checkpoint().position())
              .filter(position -> position.compareTo(end) > 0)
              .ifPresent(
                  position -> reportLoss(stream, "its checkpoint is " + position + ", and the log ends at " + end));
        } catch (StoreDamaged | BackendException e) {
          reportLoss(stream, message(e));
        }
      }
    }
  }

  private Position end(String store) {
    try (LogCursor log = backend.log(store, Position.END)) {
      return log.horizon();
    } catch (BackendException e) {
      return Position.END; // reported when the log was read
    }
  }

  private void reportLoss(StreamKey reader, String what) {
    tell(new Damage("reader " + reader.id() + " of store " + reader.store(), what,
        "every actor and the log; drop this reader and let it begin anew"));
  }

  private void tell(Damage damage) {
    damages++;
    found.accept(damage);
  }

  static String message(RuntimeException trouble) {
    return FailureText.of(trouble) + ".";
  }
}
