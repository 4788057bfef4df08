package dev.cairn.impl.inspect;

import dev.cairn.api.StoreDamaged;
import dev.cairn.api.StoreInspector.Check;
import dev.cairn.api.StoreInspector.Damage;
import dev.cairn.api.bind.FailureText;
import dev.cairn.impl.journal.StoreDescription;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** Reads everything once, names what is damaged, and goes on. Used by one thread. */
final class Verification {
  private final Backend backend;
  private final Function<String, StoreDescription> descriptions;
  private final Consumer<? super Damage> found;
  private final LongConsumer progress;
  private long streams;
  private long events;
  private long snapshots;
  private long damages;

  Verification(Backend backend, Function<String, StoreDescription> descriptions, Consumer<? super Damage> found,
      LongConsumer progress) {
    this.backend = backend;
    this.descriptions = descriptions;
    this.found = found;
    this.progress = progress;
  }

  Check run() {
    for (String store : backend.stores()) {
      try {
        StoreView view = new StoreView(() -> descriptions.apply(store));
        streams(store).forEach(stream -> add(new StreamCheck(backend, stream, view, this::tell)));
        checkLog(store);
      } catch (StoreDamaged | BackendException e) {
        tell(new Damage("store " + store, message(e),
            "nothing of this store can be shown without its manifest; restore a backup"));
      }
    }
    return new Check(streams, events, snapshots, damages);
  }

  /** Where the list of them is damaged, it goes on after the stream that it names; else the log names the others. */
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
      if (StoreDescription.owns(named.get())) {
        tell(new Damage("stream " + named.get(), message(failure), "all other streams"));
      }
      end = list(store, named, keys);
    }
    keys.removeIf(StoreDescription::owns);
    return keys;
  }

  /** Returns what ended the list early. */
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
      // told when the log itself is read
    }
  }

  private void add(StreamCheck check) {
    check.run();
    streams++;
    events += check.events();
    snapshots += check.snapshots();
    progress.accept(events);
  }

  /** Positions only ever rise, and the log holds what the streams hold. */
  private void checkLog(String store) {
    if (!backend.info().globalLog()) {
      return;
    }
    Position before = Position.START;
    try (LogCursor log = backend.log(store, Position.START)) {
      for (StoredEvent event = log.next(); event != null; event = log.next()) {
        if (event.position().compareTo(before) <= 0) {
          tell(new Damage("store " + store + ", position " + event.position(),
              "it does not come after " + before + ", which stands before it in the log",
              "the streams; what follows the log must start again"));
        }
        before = event.position();
      }
    } catch (BackendException e) {
      tell(new Damage("the log of store " + store + " after position " + before, message(e),
          "the streams that are not named here; what follows the log stops at this position"));
    }
  }

  private void tell(Damage damage) {
    damages++;
    found.accept(damage);
  }

  static String message(RuntimeException trouble) {
    return FailureText.of(trouble) + ".";
  }
}
