package dev.cairn.impl.journal;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.RecoveryFailed;
import dev.cairn.api.StoreDamaged;
import dev.cairn.api.StreamType;
import dev.cairn.api.TypeRefused;
import dev.cairn.api.bind.ActorTypeLookup;
import dev.cairn.impl.codec.ActorCodec;
import dev.cairn.impl.codec.BytesCodec;
import dev.cairn.impl.codec.FieldReader;
import dev.cairn.impl.codec.LetterCodec;
import dev.cairn.impl.codec.LetterSchema;
import dev.cairn.impl.codec.Role;
import dev.cairn.impl.codec.TypeDefinition;
import dev.cairn.impl.codec.TypeDictionary;
import dev.cairn.impl.commit.Committer;
import dev.cairn.impl.commit.Patience;
import dev.cairn.impl.observe.StoreObserver;
import dev.cairn.impl.record.StoreId;
import dev.cairn.impl.record.UnknownType;
import dev.cairn.spi.Backend;
import dev.cairn.spi.PlacementConfig;
import dev.cairn.spi.StreamKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToLongBiFunction;

/**
 * One store of a location: what its records have in common, which is the manifest and the frame. Any thread may
 * call, virtual or not.
 */
public final class Store {
  private record Dictionary(TypeDictionary types, FieldReader fields) {}

  /** A codec, and the generation in which the manifest said what it knows. */
  private record Bound(ActorCodec codec, long epoch) {}

  private final String name;
  private final LocationServices services;
  private final Manifest manifest;
  private final Readers readers;
  private final ChainWriter chain;
  private final Withdrawals withdrawals;
  private final Holding holding;
  private final Map<Object, Bound> codecs = new ConcurrentHashMap<>();
  private final Set<StreamType<?, ?>> checked = ConcurrentHashMap.newKeySet();
  private final Map<String, BytesCodec> bytes = new ConcurrentHashMap<>();
  private volatile Dictionary dictionary;

  Store(String name, LocationServices services, Manifest manifest, Holding holding) {
    this.name = name;
    this.services = services;
    this.manifest = manifest;
    this.readers = new Readers(name, services, manifest, holding);
    this.chain = new ChainWriter(name, services, manifest, holding);
    this.withdrawals = new Withdrawals(name, services, manifest, chain);
    this.holding = holding;
    this.dictionary = new Dictionary(TypeDictionary.EMPTY, new FieldReader(TypeDictionary.EMPTY));
  }

  /** The store's name. */
  public String name() {
    return name;
  }

  /** Called once, before anything else: holds what may not be deleted, and goes on with the chain. */
  void begin(boolean chained, Patience patience) {
    readers.hold(patience);
    chain.begin(chained, patience);
  }

  /** Stores what the chain has not stored yet. */
  void close() {
    chain.close();
  }

  /** The store is handed over to another location, where it has this description, in this generation. */
  void moveTo(StoreDescription there, long generation) {
    manifest.moveTo(there, generation);
  }

  /** Brings the chain to the end of the log, so that nothing keeps what was stored until now from being deleted. */
  void cover(Patience patience) {
    chain.cover(patience);
  }

  /** The store's identity. */
  public StoreId id() {
    return manifest.storeId();
  }

  /** Checks an actor type against the store, writes down what is new of it, and returns its codec. */
  public ActorCodec codec(ActorType<?, ?, ?> type) {
    return codec(type, committer().patience());
  }

  /** Checks an actor type as part of a longer call. */
  public ActorCodec codec(ActorType<?, ?, ?> type, Patience patience) {
    return bound(type, patience).codec();
  }

  private Bound bound(ActorType<?, ?, ?> type, Patience patience) {
    Object stored = ActorTypeLookup.storedAs(type); // so that types which differ in a factory share a codec
    Bound known = codecs.get(stored);
    if (known == null || !committer().isAloneSince(known.epoch())) {
      long epoch = manifest.requireCurrent(patience);
      manifest.checkPersonal(type.name(), type.isPersonal(), patience);
      Manifest.Binding binding = manifest.codec(type, patience); // may wait for a commit: under no lock of the map
      if (known == null && !binding.ignored().isEmpty()) {
        services.observer().ignores(name, type.name(), binding.ignored());
      }
      known = new Bound(binding.codec(), epoch);
      codecs.put(stored, known);
    }
    return known;
  }

  /**
   * Checks a type of streams against the store at its first use, and writes down what is new of it.
   *
   * @throws TypeRefused if the store has something else under its name
   */
  public void check(StreamType<?, ?> type) {
    if (checked.contains(type)) {
      return;
    }
    Patience patience = committer().patience();
    manifest.checkPersonal(type.name(), type.isPersonal(), patience);
    ActorTypeLookup.recordsOf(type).ifPresentOrElse(records -> codec(records, patience),
        () -> codecOfBytes(type.name(), Role.EVENT, List.of(), patience));
    checked.add(type);
  }

  /** The codec of a type of bytes, which has written down the names of the types of these values. */
  BytesCodec codecOfBytes(String streamType, Role role, List<?> values, Patience patience) {
    BytesCodec known = bytes.get(streamType);
    if (known == null || !known.knows(role, values)) {
      known = manifest.codecOfBytes(streamType, role, values, patience);
      bytes.put(streamType, known);
    }
    return known;
  }

  /**
   * The codec of letters to actors in other processes, whose types are written down by this.
   *
   * @throws TypeRefused if a command, an answer or a refusal cannot be carried
   */
  public LetterCodec letters(ActorType<?, ?, ?> type, Class<?> commands, Patience patience) {
    return manifest.letters(LetterSchema.of(type, commands), patience);
  }

  /** How many slices its location has: as it was first written down, else as wanted, which is written down by this. */
  public int slices(int wanted) {
    return manifest.slices(wanted, committer().patience());
  }

  /**
   * A new index of its durable timers, for one thread.
   *
   * @throws dev.cairn.api.StoreRefused if it cannot have any
   */
  public TimerIndex timers() {
    TimerIndex index = new TimerIndex(name, services, manifest, holding);
    index.requirePossible();
    return index;
  }

  /** Whether a claim of a stream still holds. */
  public boolean isClaimed(StreamKey stream, long epoch) {
    return committer().read(stream, backend -> StoredHead.isClaimed(backend, stream, epoch, 0));
  }

  /** Whether a type of this store has had durable timers, in this program or another one, and they can fire here. */
  public boolean hasHadTimers() {
    return committer().info().globalLog()
        && types().all().stream().anyMatch(type -> type.role() == Role.COMMAND && !LetterSchema.has(type));
  }

  /** A lease that several processes share; of the same name it is the same. */
  public PlacementConfig.Lease lease(String leased) {
    return new LogLease(this, services, leased);
  }

  /** A stream to be written without an actor. */
  public <E> DirectStream<E> direct(StreamType<E, ?> type, StreamKey stream) {
    return new DirectStream<>(this, type, stream, new RecordMaker(services, manifest, stream));
  }

  /**
   * Forgets a stream, whose actor has stopped.
   *
   * @throws TypeRefused if its type is not personal
   */
  public void forget(StreamKey stream) {
    new Forgetting(committer(), manifest, withdrawals, stream).run();
  }

  /**
   * Requires that a stream was not forgotten.
   *
   * @throws dev.cairn.api.Forgotten if it was
   */
  public void requireRemembered(StreamKey stream) {
    manifest.actorKeys().ifPresent(keys -> keys.requireRemembered(Manifest.owner(stream)));
  }

  /** Whether a stream was forgotten. */
  public boolean isForgotten(StreamKey stream) {
    return manifest.actorKeys().filter(keys -> keys.isForgotten(Manifest.owner(stream))).isPresent();
  }

  /** Makes the key of a personal stream that begins in the middle. */
  void makeKey(StreamKey stream) {
    manifest.actorKeys().filter(keys -> keys.isPersonal(stream.type()))
        .ifPresent(keys -> keys.key(Manifest.owner(stream), true));
  }

  StreamWriters writers() {
    return services.writers();
  }

  /** Every type that is written down. */
  public TypeDictionary types() {
    return manifest.types();
  }

  /** Every type that is written down, with one that another process may have added a moment ago. */
  public TypeDictionary types(int wanted) {
    return manifest.types(wanted);
  }

  /** Reads values by the types that are written down. */
  public FieldReader fields() {
    TypeDictionary types = manifest.types();
    Dictionary known = dictionary;
    if (known.types() != types) {
      known = new Dictionary(types, new FieldReader(types));
      dictionary = known;
    }
    return known.fields();
  }

  /** Opens records of a stream. */
  public StreamOpener opener(StreamKey stream) {
    return manifest.opener(stream);
  }

  /** Finds places in its log for positions that it had before it was handed over. */
  public FormerLogs formerLogs() {
    return new FormerLogs(name, committer(), manifest);
  }

  /** The readers of its log. */
  public Readers readers() {
    return readers;
  }

  /** What was taken out of its log. */
  public Withdrawals withdrawals() {
    return withdrawals;
  }

  /** The way to the backend. */
  public Committer committer() {
    return services.committer();
  }

  /** Hears what is written and read. */
  public StoreObserver observer() {
    return services.observer();
  }

  /**
   * Recovers one actor: reads, decodes and applies. Writes nothing.
   *
   * @param actor applies the events, on another thread, for which this call waits
   * @param signal asks a pipelined actor to call {@link ActorStream#settle}; any thread may run it
   */
  public <C extends Command<?, ?>, E, S> ActorStream<E, S> recover(StreamKey stream, ActorType<C, E, S> type,
      PersistentActor<C, E, S> actor, Runnable signal) {
    long since = System.nanoTime();
    ActorCodec codec = codec(type);
    requireRemembered(stream);
    writers().awaitQuiet(stream, committer().patience());
    ClaimWatch watch = new ClaimWatch(committer(), stream, committer().mark());
    RecoveredStream<S> recovered;
    try {
      recovered = recover(stream, codec, actor);
    } catch (StoreDamaged e) {
      codec = codecAfter(e, type);
      recovered = recover(stream, codec, actor);
    }
    services.observer().recovered(stream, recovered.snapshotAt(), recovered.last() - recovered.snapshotAt(),
        recovered.ignored(), since);
    return new ActorStream<>(services, withdrawals, new StreamRecords(services, manifest, codec, stream), type.events(),
        type.persistence(), recovered, watch, signal);
  }

  private <S> RecoveredStream<S> recover(StreamKey stream, ActorCodec codec, PersistentActor<?, ?, S> actor) {
    Patience patience = committer().patienceOfWork();
    return committer().work(patience, stream,
        new Recovering<S>(stream, () -> new Replay<>(opener(stream), codec, actor), patience::recordProgress)::from);
  }

  /**
   * The codec once more, where another process has written down a type that this one had not read.
   *
   * @throws TypeRefused if this program does not have the type: the other one is newer
   */
  private ActorCodec codecAfter(StoreDamaged damage, ActorType<?, ?, ?> type) {
    if (!committer().isShared() || !(damage.getCause() instanceof UnknownType unknown)) {
      throw damage;
    }
    TypeDefinition definition = types(unknown.typeId()).find(unknown.typeId()).orElseThrow(() -> damage);
    codecs.remove(type);
    ActorCodec codec = codec(type);
    if (!codec.knows(unknown.typeId())) {
      throw new TypeRefused(type.name(), "another process has stored values of type " + definition.name()
          + " version " + definition.version() + ", and this program has no such class. It is older than the other"
          + " one; update it.");
    }
    return codec;
  }

  /**
   * Makes the state that an actor had.
   *
   * @param through the last event that counts
   */
  public <C extends Command<?, ?>, E, S> S stateAt(StreamKey stream, ActorType<C, E, S> type, long through) {
    return stateAt(stream, type, (backend, patience) -> through);
  }

  /**
   * Makes the state that an actor had.
   *
   * @param latest the latest time of the last event that counts
   */
  public <C extends Command<?, ?>, E, S> S stateAt(StreamKey stream, ActorType<C, E, S> type, Instant latest) {
    return stateAt(stream, type,
        (backend, patience) -> new TimeSearch(stream, opener(stream), latest, patience::recordProgress).in(backend));
  }

  private <C extends Command<?, ?>, E, S> S stateAt(StreamKey stream, ActorType<C, E, S> type,
      ToLongBiFunction<Backend, Patience> last) {
    Patience patience = committer().patienceOfWork();
    ActorCodec codec = codec(type, patience);
    requireRemembered(stream);
    Supplier<Replay<S>> replays = () -> new Replay<>(opener(stream), codec, actor(stream, type));
    try {
      return committer().work(patience, stream, backend -> new PastState<>(stream, replays,
          last.applyAsLong(backend, patience), patience::recordProgress).from(backend)).state();
    } catch (AuthorFailure e) {
      throw new RecoveryFailed(stream.toString(), e);
    }
  }

  private static <S> PersistentActor<?, ?, S> actor(StreamKey stream, ActorType<?, ?, S> type) {
    try {
      return type.newActor();
    } catch (Throwable e) {
      throw new AuthorFailure("No actor could be made to apply the events of stream " + stream + ": ", e);
    }
  }
}
