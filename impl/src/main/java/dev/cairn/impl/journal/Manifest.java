package dev.cairn.impl.journal;

import dev.cairn.api.ActorType;
import dev.cairn.api.KeyRing;
import dev.cairn.api.PersonalKeys.Owner;
import dev.cairn.api.StoreDamaged;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.api.TypeRefused;
import dev.cairn.impl.codec.ActorCodec;
import dev.cairn.impl.codec.ActorSchema;
import dev.cairn.impl.codec.BytesCodec;
import dev.cairn.impl.codec.KeyInUse;
import dev.cairn.impl.codec.LetterCodec;
import dev.cairn.impl.codec.LetterSchema;
import dev.cairn.impl.codec.PersonalTypes;
import dev.cairn.impl.codec.Role;
import dev.cairn.impl.codec.SliceCount;
import dev.cairn.impl.codec.TypeDefinition;
import dev.cairn.impl.codec.TypeDictionary;
import dev.cairn.impl.codec.TypeUnused;
import dev.cairn.impl.commit.Committer;
import dev.cairn.impl.commit.Outcome;
import dev.cairn.impl.commit.Patience;
import dev.cairn.impl.commit.StackRoom;
import dev.cairn.impl.record.RecordFrame;
import dev.cairn.impl.record.StoreId;
import dev.cairn.impl.record.StreamBinding;
import dev.cairn.impl.seal.ActorKeys;
import dev.cairn.impl.seal.StoreKeys;
import dev.cairn.spi.Backend;
import dev.cairn.spi.Commit;
import dev.cairn.spi.StreamKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps the manifest of an open store: creates it, and adds the types of an actor before its first event and a key
 * before its first record. Nobody owns the manifest: where several processes write, each claims it to add something,
 * and whoever was overtaken reads it again and adds what is still missing.
 */
final class Manifest {
  private static final int TRIES = 20;
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final String BUSY =
      "The manifest of store %s is not written: another call has not come back from that.";

  private final Committer committer;
  private final StreamKey stream;
  private final Optional<KeyRing> ring;
  private final Optional<StoreKeys> keys;
  private final RecordFrame frame;
  private final ReentrantLock lock = new ReentrantLock();
  private final Described described;
  private volatile long asOf;
  private long epoch;
  private boolean stale;

  /** What the manifest said in some session, and the epoch of the claim to write it. */
  private record Seen(Optional<StoreDescription> description, long epoch, long asOf) {
    static Seen of(Backend backend, StreamKey stream, Optional<KeyRing> ring, long epoch) {
      return new Seen(StoreDescription.read(backend, stream.store(), ring), epoch, backend.info().generation());
    }
  }

  private Manifest(Committer committer, StreamKey stream, Optional<KeyRing> ring, Seen seen) {
    StoreDescription description = seen.description().orElseGet(() -> emptyDescription(ring));
    this.epoch = seen.epoch();
    this.asOf = seen.asOf();
    this.committer = committer;
    this.stream = stream;
    this.ring = ring;
    this.keys = description.keys();
    this.frame = description.frame();
    this.described = new Described(stream.store(), description);
  }

  private StoreDescription description() {
    return described.now();
  }

  /** The store is handed over to another location, where it has this description. */
  void moveTo(StoreDescription there, long generation) {
    described.moveTo(there, generation);
  }

  /**
   * Reads the manifest, or starts it.
   *
   * @param known whether the location has held this store before, so that a missing manifest is a lost one
   * @param ring the keys of a sealed store
   */
  static Manifest open(Committer committer, String store, boolean known, Optional<KeyRing> ring,
      Patience patience) {
    StreamKey stream = StoreDescription.stream(store);
    for (int tries = TRIES;; tries--) {
      Seen seen = committer.read(patience,
          backend -> Seen.of(backend, stream, ring, backend.claim(stream).epoch()));
      if (seen.description().isEmpty() && known) {
        throw new StoreDamaged(
            "The folder has held the store " + store + ", but nothing of it is there any more. It is not "
                + "taken for a new one; put its files back.",
            null);
      }
      Manifest manifest = new Manifest(committer, stream, ring, seen);
      if (seen.description().isPresent() || manifest.create(patience, tries)) {
        return manifest;
      }
    }
  }

  StoreId storeId() {
    return description().id();
  }

  /** Every type that is written down. */
  TypeDictionary types() {
    requireCurrent(committer.patience());
    return description().types();
  }

  /** Every type that is written down, with one that another process may have added. */
  TypeDictionary types(int wanted) {
    TypeDictionary known = types();
    if (known.find(wanted).isPresent() || !committer.info().multiProcess()) {
      return known;
    }
    Patience patience = committer.patience();
    patience.lock(lock, BUSY.formatted(stream.store()));
    try {
      readAgain(patience);
      return description().types();
    } finally {
      lock.unlock();
    }
  }

  /** Reads it again where others may have written to it; returns the generation in which it was read. */
  long requireCurrent(Patience patience) {
    long read = asOf;
    if (committer.isAloneSince(read)) {
      return read;
    }
    StackRoom.require();
    patience.lock(lock, BUSY.formatted(stream.store()));
    try {
      refresh(patience);
      return asOf;
    } finally {
      lock.unlock();
    }
  }

  /** Makes and opens the records of the store. */
  RecordFrame frame() {
    return frame;
  }

  /** What the records of a stream are bound to. */
  StreamBinding binding(StreamKey of) {
    return new StreamBinding(storeId(), of);
  }

  /** Opens records of a stream. */
  StreamOpener opener(StreamKey of) {
    return new StreamOpener(frame, binding(of),
        () -> described.ids().stream().map(id -> new StreamBinding(id, of)).toList());
  }

  /** The codec of a type, and the names of the stored events that it passes over. */
  record Binding(ActorCodec codec, List<String> ignored) {}

  Binding codec(ActorType<?, ?, ?> type, Patience forCall) {
    ActorSchema schema = ActorSchema.of(type);
    StackRoom.require(); // an author may call, from any depth
    List<TypeUnused> unused = findUnused(schema, type.name()); // may take a while: under no lock
    Patience patience = unused.isEmpty() ? forCall : committer.patience();
    patience.lock(lock, BUSY.formatted(stream.store()));
    try {
      for (int tries = TRIES;; tries--) {
        refresh(patience);
        List<TypeDefinition> missing = schema.missing(description().types());
        if (missing.isEmpty() && unused.isEmpty() || define(missing, unused, patience, tries)) {
          return new Binding(schema.bind(description().types()), schema.ignoredTypes(description().types()));
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** The codec of a type of streams that holds bytes, once the names of the types of these values are written down. */
  BytesCodec codecOfBytes(String streamType, Role role, List<?> values, Patience patience) {
    return defined(types -> new BytesCodec(streamType, types).missing(role, values, types.nextId()),
        types -> new BytesCodec(streamType, types), patience);
  }

  /**
   * Writes down that a type is personal where it is declared so, and requires the keys of a type that is.
   *
   * @throws TypeRefused if the type cannot be personal
   * @throws dev.cairn.api.KeyException if its keys are not there
   */
  void checkPersonal(String type, boolean declared, Patience patience) {
    boolean known = keys.isPresent() && keys.get().actors().isPersonal(type);
    if (!declared && !known) {
      return;
    }
    ActorKeys actors = keys.orElseThrow(() -> new TypeRefused(type, "it is personal, and its store "
        + stream.store() + " is not sealed. Open the store with keys from its beginning: builder().keys(ring)."))
        .actors();
    if (committer.info().multiProcess()) {
      throw new TypeRefused(type, "it is personal, and several processes may write its location: another one would not "
          + "hear at once that an actor was forgotten. Let one process write.");
    }
    String id = actors.of(type).id();
    defined(types -> PersonalTypes.missing(types, type, id), types -> types, patience);
    actors.rewrap(stream.store(), keys.get().primary());
  }

  /** Whose key seals a stream. */
  static Owner owner(StreamKey of) {
    return new Owner(of.store(), of.type(), of.id());
  }

  /** The keys of personal actors; empty where the store is plain. */
  Optional<ActorKeys> actorKeys() {
    return keys.map(StoreKeys::actors);
  }

  /** The codec of letters, once their types are written down. */
  LetterCodec letters(LetterSchema schema, Patience patience) {
    return defined(schema::missing, schema::bind, patience);
  }

  /** How many slices the location has: what was written down when the first placement came, else what is wanted. */
  int slices(int wanted, Patience patience) {
    return defined(types -> SliceCount.missing(types, wanted), SliceCount::of, patience);
  }

  private <T> T defined(Function<TypeDictionary, List<TypeDefinition>> missing, Function<TypeDictionary, T> bind,
      Patience patience) {
    StackRoom.require();
    patience.lock(lock, BUSY.formatted(stream.store()));
    try {
      for (int tries = TRIES;; tries--) {
        refresh(patience);
        List<TypeDefinition> toAdd = missing.apply(description().types());
        if (toAdd.isEmpty()) {
          return bind.apply(description().types());
        }
        define(toAdd, List.of(), patience, tries);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Looks once whether any event is stored of the types that are declared retired; what is found is refused. */
  private List<TypeUnused> findUnused(ActorSchema schema, String actorType) {
    List<TypeDefinition> retired = schema.retiredTypes(description().types());
    if (retired.isEmpty() || !committer.info().globalLog()) {
      return List.of();
    }
    Map<Integer, TypeDefinition> byId =
        retired.stream().collect(Collectors.toMap(TypeDefinition::id, definition -> definition));
    new TypeSearch(committer, stream.store(), actorType, byId.keySet()).first().ifPresent(event -> {
      throw schema.refuseRetired(byId.get(TypeSearch.typeId(event)), event.stream(), event.sequence());
    });
    return byId.keySet().stream().sorted().map(TypeUnused::new).toList();
  }

  /** Lets the primary key seal from now on, after writing that down. */
  void followPrimary() {
    if (keys.isPresent() && keys.get().primary() != keys.get().inUse()) {
      StackRoom.require();
      Patience patience = committer.patience();
      patience.lock(lock, BUSY.formatted(stream.store()));
      try {
        for (int tries = TRIES;; tries--) {
          refresh(patience);
          if (follow(keys.get(), patience, tries)) {
            return;
          }
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** After a failed commit, and where others may have written, only the store knows what its manifest says. */
  private void refresh(Patience patience) {
    if (stale || !committer.isAloneSince(asOf)) {
      readAgain(patience);
    }
  }

  private void readAgain(Patience patience) {
    boolean claims = stale || !committer.info().multiProcess();
    Seen seen = committer.read(patience, stream,
        backend -> Seen.of(backend, stream, ring, claims ? backend.claim(stream).epoch() : epoch));
    if (!described.read(seen.asOf(), seen.description())) {
      readAgain(patience);
      return;
    }
    epoch = seen.epoch();
    asOf = seen.asOf();
    stale = false;
  }

  private boolean follow(StoreKeys keys, Patience patience, int tries) {
    int primary = keys.primary();
    if (primary == keys.inUse()) {
      return true;
    }
    keys.actors().rewrap(stream.store(), primary);
    ManifestRecords records = records(RecordFrame.of(Optional.of(keys.sealingWith(primary))));
    records.add(new KeyInUse(primary));
    records.add(description().types());
    boolean stored = append(records, description().types(), patience, tries);
    if (stored) {
      keys.use(primary);
    }
    return stored;
  }

  private static StoreDescription emptyDescription(Optional<KeyRing> ring) {
    return new StoreDescription(StoreIdentity.random(ring.isPresent()),
        ring.map(keys -> new StoreKeys(keys, keys.primary(), Set.of())), TypeDictionary.EMPTY, 0);
  }

  private boolean create(Patience patience, int tries) {
    ManifestRecords records = records(frame);
    records.begin();
    keys.ifPresent(sealed -> records.add(new KeyInUse(sealed.inUse())));
    return append(records, description().types(), patience, tries);
  }

  private boolean define(List<TypeDefinition> missing, List<TypeUnused> unused, Patience patience, int tries) {
    ManifestRecords records = records(frame);
    TypeDictionary types = description().types();
    for (TypeDefinition type : missing) {
      records.add(type);
      types = types.with(type);
    }
    for (TypeUnused type : unused) {
      records.add(type);
      types = types.with(type);
    }
    return append(records, types, patience, tries);
  }

  private ManifestRecords records(RecordFrame frame) {
    return new ManifestRecords(description(), stream, frame, committer.nextName());
  }

  /** False if another process was quicker: then what it has written is read before this is tried again. */
  private boolean append(ManifestRecords records, TypeDictionary types, Patience patience, int tries) {
    Commit commit = Commit.append(stream, epoch, description().last(), records.toList());
    stale = true; // until it is known to be stored
    Outcome outcome = committer.commit(commit, patience);
    if (tries > 1 && isOvertaken(outcome)) {
      LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_NANOS));
      return false;
    }
    if (!outcome.isStored()) {
      throw new StoreUnavailable(
          "The manifest of store " + stream.store() + " could not be written: " + outcome.words() + ".",
          outcome.unknownBecause());
    }
    described.wrote(((Outcome.Answered) outcome).epoch(), types, commit.lastAfter());
    stale = false;
    return true;
  }

  private boolean isOvertaken(Outcome outcome) {
    return outcome == Outcome.MOVED || committer.info().multiProcess() && outcome.isOvertaken();
  }
}
