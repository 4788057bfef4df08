package dev.cairn.impl.inspect;

import dev.cairn.api.ActorType;
import dev.cairn.api.HistoryCompacted;
import dev.cairn.api.KeyRing;
import dev.cairn.api.Position;
import dev.cairn.api.StoreHead;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.StoredTypes;
import dev.cairn.api.bind.BackendAccess;
import dev.cairn.impl.backend.Location;
import dev.cairn.impl.codec.TypeDictionary;
import dev.cairn.impl.journal.StoreDescription;
import dev.cairn.impl.journal.StoreDescriptions;
import dev.cairn.impl.journal.StoreIdentity;
import dev.cairn.impl.journal.StoredHead;
import dev.cairn.impl.journal.TypeSearch;
import dev.cairn.impl.schema.RecordedTypes;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** Reads a location beside its writer. Records that the writer adds meanwhile may or may not be seen. */
public final class LocationInspector implements StoreInspector {
  private static final int TRIES = 3;
  private static final String LOWEST_ID = "\0";

  private final Path data;
  private final Backend backend;
  private final StoreDescriptions descriptions;

  /** Opens the location in a folder. */
  public LocationInspector(Path data, BackendAccess access, Optional<KeyRing> ring) {
    this.data = data;
    this.descriptions = new StoreDescriptions(data, ring);
    this.backend = Location.openToRead(data, access);
    try {
      explain(() -> {
        descriptions.requireUseOfKeys(backend);
        return null;
      });
    } catch (RuntimeException e) {
      backend.close();
      throw e;
    }
  }

  @Override
  public List<Store> stores() {
    return explain(() -> {
      List<Store> stores = new ArrayList<>();
      for (String name : backend.stores()) {
        StoreIdentity identity = descriptions.identity(backend, name);
        stores.add(new Store(name, identity.id().toString(), identity.created(), backend.info().name(),
            identity.sealed()));
      }
      return stores;
    });
  }

  @Override
  public List<String> holders() {
    return explain(backend::holders);
  }

  @Override
  public Optional<HandedOver> handedOver() {
    return dev.cairn.impl.backend.HandedOver.of(data);
  }

  @Override
  public void streams(String store, Consumer<? super Stream> consumer) {
    explain(() -> {
      try (Cursor<StreamHead> heads = backend.streams(store, Optional.empty())) {
        for (StreamHead head = heads.next(); head != null; head = heads.next()) {
          if (!StoreDescription.owns(head.stream())) {
            consumer.accept(describe(head));
          }
        }
      }
      return null;
    });
  }

  @Override
  public void streams(String store, String type, String from, Consumer<? super Stream> consumer) {
    StreamKey first = new StreamKey(store, type, from.isEmpty() ? LOWEST_ID : from);
    if (StoreDescription.owns(first)) {
      return; // no actor has such a type
    }
    explain(() -> {
      passIfThere(first, consumer);
      try (Cursor<StreamHead> heads = backend.streams(store, Optional.of(first))) {
        for (StreamHead head = heads.next(); head != null && head.stream().type().equals(type); head = heads.next()) {
          consumer.accept(describe(head));
        }
      }
      return null;
    });
  }

  @Override
  public List<Stream> find(String name) {
    return explain(() -> {
      List<Stream> exact = new ArrayList<>();
      List<Stream> others = new ArrayList<>();
      for (String store : backend.stores()) {
        for (String type : actorTypes(store)) {
          if (name.startsWith("/")) {
            addIfThere(store, type, idInPath(name), exact);
          }
          for (String prefix : List.of("", type + "/", store + "/" + type + "/")) {
            if (name.startsWith(prefix)) {
              addIfThere(store, type, name.substring(prefix.length()), others);
            }
          }
        }
      }
      exact.removeIf(each -> !each.path().equals(name));
      return exact.isEmpty() ? others : exact;
    });
  }

  @Override
  public void events(Stream stream, Consumer<? super Event> consumer) {
    events(stream, 1, Long.MAX_VALUE, consumer);
  }

  @Override
  public void events(Stream stream, long from, long to, Consumer<? super Event> consumer) {
    StreamKey key = key(stream);
    explain(() -> {
      description(stream.store()).requireRemembered(key);
      StoreView view = new StoreView(() -> description(stream.store()));
      try (Cursor<StoredEvent> events = backend.events(key, Math.max(1, from), to)) {
        long last = 0;
        for (StoredEvent event = events.next(); event != null; event = events.next()) {
          requireNext(key, last, event.sequence());
          consumer.accept(view.of(event));
          last = event.sequence();
        }
        requireNext(key, last, Math.min(Math.min(stream.lastSequence(), to), deletedThrough(key)) + 1);
      }
      return null;
    });
  }

  private static void requireNext(StreamKey key, long last, long next) {
    if (last > 0 && next > last + 1) {
      throw new HistoryCompacted("The events of " + key + " from " + (last + 1) + " to " + (next - 1)
          + " were deleted while they were read. Read them again from the first that is left.");
    }
  }

  private long deletedThrough(StreamKey key) {
    return StoredHead.of(backend, key).deletedThrough();
  }

  @Override
  public Position log(String store, Optional<Position> after, Consumer<? super Entry> consumer) {
    return explain(() -> {
      StoreView view = new StoreView(() -> description(store));
      dev.cairn.spi.Position start = after.map(at -> new dev.cairn.spi.Position(at.generation(), at.offset()))
          .orElse(dev.cairn.spi.Position.START);
      try (LogCursor log = backend.log(store, start)) {
        for (StoredEvent event = log.next(); event != null; event = log.next()) {
          if (!StoreDescription.owns(event.stream())) {
            consumer.accept(new Entry(event.stream().toString(), event.record().length,
                view.ofAnybody(event)));
          }
        }
        return new Position(log.horizon().generation(), log.horizon().offset());
      }
    });
  }

  @Override
  public Optional<State> state(Stream stream) {
    return state(stream, Long.MAX_VALUE);
  }

  @Override
  public Optional<State> state(Stream stream, long sequence) {
    StreamKey key = key(stream);
    return explain(() -> {
      description(stream.store()).requireRemembered(key);
      try (Recovery recovery = backend.recover(key, sequence)) {
        return recovery.snapshot().map(snapshot -> new StoreView(() -> description(stream.store())).of(key, snapshot));
      }
    });
  }

  @Override
  public Folded fold(Stream stream, ActorType<?, ?, ?> type) {
    requireType(stream, type);
    return ofOneMoment(moment -> replay(moment, stream, type).of(moment, key(stream)));
  }

  @Override
  public void fold(Stream stream, ActorType<?, ?, ?> type, long from, long to, Consumer<? super Folded> consumer) {
    requireType(stream, type);
    if (from < 0) {
      throw new IllegalArgumentException(
          "No event of " + stream.path() + " comes before 0, which is the initial state.");
    }
    long[] next = { from };
    ofOneMoment(moment -> {
      replay(moment, stream, type).each(moment, key(stream), Math.max(from, next[0] - 1), to, folded -> {
        if (folded.through() >= next[0]) { // what was passed before a writer opened the store is not passed again
          next[0] = folded.through() + 1;
          consumer.accept(folded);
        }
      });
      return next[0];
    });
  }

  private StateReplay<?> replay(Backend moment, Stream stream, ActorType<?, ?, ?> type) {
    StoreDescription description = descriptions.of(moment, stream.store());
    description.requireRemembered(key(stream));
    return new StateReplay<>(description, type);
  }

  private static void requireType(Stream stream, ActorType<?, ?, ?> type) {
    if (!type.name().equals(stream.type()) || !type.store().equals(stream.store())) {
      throw new IllegalArgumentException("The type " + type.name() + " of store " + type.store()
          + " is not that of " + stream.path() + ".");
    }
  }

  @Override
  public StoredTypes types() {
    return ofOneMoment(moment -> {
      Map<String, TypeDictionary> stores = new TreeMap<>();
      moment.stores().forEach(store -> stores.put(store, descriptions.of(moment, store).types()));
      return new RecordedTypes(stores, (store, actorType, types) -> explain(
          () -> TypeSearch.first(backend, store, actorType, types)));
    });
  }

  @Override
  public Optional<StoreHead> head(String store) {
    return ofOneMoment(moment -> Heads.of(moment, descriptions.of(moment, store).chain(store)));
  }

  @Override
  public Proof prove(StoreHead head) {
    return ofOneMoment(moment -> new Heads(moment, store -> descriptions.of(moment, store).chain(store)).prove(head));
  }

  @Override
  public List<Reader> readers(String store) {
    return ofOneMoment(moment -> new ReaderLags(moment, store, descriptions.of(moment, store)).count());
  }

  @Override
  public Check verify(Consumer<? super Damage> found, LongConsumer progress) {
    return ofOneMoment(moment -> {
      List<Damage> damages = new ArrayList<>();
      Check check =
          new Verification(moment, store -> descriptions.of(moment, store), damages::add, progress).run();
      moment.stores(); // fails if a writer has opened a store at rest meanwhile: all is then read again
      damages.forEach(found);
      return check;
    });
  }

  @Override
  public void close() {
    backend.close();
  }

  private StoreDescription description(String store) {
    return descriptions.of(backend, store);
  }

  private List<String> actorTypes(String store) {
    return description(store).types().actorTypes();
  }

  private static String idInPath(String path) {
    return path.substring(path.indexOf('/', 1) + 1).replace("%2F", "/").replace("%25", "%");
  }

  private void addIfThere(String store, String type, String id, List<Stream> found) {
    StreamKey key;
    try {
      key = new StreamKey(store, type, id);
    } catch (IllegalArgumentException e) {
      return; // no actor can have such an id
    }
    passIfThere(key, found::add);
  }

  private void passIfThere(StreamKey key, Consumer<? super Stream> consumer) {
    StreamHead head = StoredHead.of(backend, key);
    if (head.last() > 0) {
      consumer.accept(describe(head));
    }
  }

  /**
   * Reads one moment, so that everything that is compared belongs together, whatever a writer does. If a writer opens a
   * store that is read at rest, it is read again.
   */
  private <T> T ofOneMoment(Function<Backend, T> read) {
    return explain(() -> {
      for (int tries = TRIES;; tries--) {
        try (Backend moment = backend.pointInTime()) {
          return read.apply(moment);
        } catch (BackendException.Unavailable e) {
          if (tries == 1) {
            throw e;
          }
        }
      }
    });
  }

  private <T> T explain(Supplier<T> read) {
    try {
      return read.get();
    } catch (BackendException e) {
      throw Location.explain(data, e);
    }
  }

  private static StreamKey key(Stream stream) {
    return new StreamKey(stream.store(), stream.type(), stream.id());
  }

  private static Stream describe(StreamHead head) {
    StreamKey key = head.stream();
    return new Stream(key.store(), key.type(), key.id(), head.last(), head.events(), head.snapshots().size());
  }
}
