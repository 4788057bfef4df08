package dev.cairn.api;

import dev.cairn.api.bind.BackendAccess;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a location without the classes of its actors and without disturbing its writer, which may be running. Any
 * thread may call. An exception that a consumer throws ends the reading and reaches the caller.
 */
public interface StoreInspector extends AutoCloseable {

  /**
   * Opens a folder that contains a location. For a sealed store only {@link #stores} and {@link #streams} work; every
   * other method throws {@link MissingKey}.
   *
   * @throws StoreException if the folder contains no location, or it cannot be read
   */
  static StoreInspector open(Path data) {
    return Runtimes.first().inspect(data, Configuration.ofProcess().access(), Optional.empty());
  }

  /**
   * Opens a folder that contains a location, with the keys of its sealed stores. A wrong key is reported at its first
   * use.
   *
   * @throws UnwantedKey if none of its stores is sealed
   * @throws StoreException as {@link #open(Path)}
   */
  static StoreInspector open(Path data, KeyRing keys) {
    return Runtimes.first().inspect(data, Configuration.ofProcess().access(), Optional.of(keys));
  }

  /**
   * Opens a folder that contains a location whose backend may be in a plugin folder.
   *
   * @param backends as in {@link ActorSystem.Builder#backends}
   * @throws StoreException as {@link #open(Path)}
   */
  static StoreInspector open(Path data, Path backends) {
    return Runtimes.first().inspect(data, new BackendAccess(Optional.of(backends), Map.of()), Optional.empty());
  }

  /**
   * Returns the backends that can be found, with the reason why one cannot be used, and with the reason why a system of
   * this process would use one.
   */
  static List<BackendFinding> backends() {
    Configuration configuration = Configuration.ofProcess();
    return configuration.choose(Runtimes.first().backends(configuration.plugins()));
  }

  /** Returns the backends that can be found, also in a plugin folder. */
  static List<BackendFinding> backends(Path backends) {
    return Configuration.ofProcess().choose(Runtimes.first().backends(Optional.of(backends)));
  }

  /** The stores of the location, in the order of their names. */
  List<Store> stores();

  /**
   * Tells which sessions write to the location now, each by its process, its machine and the time of its begin, for
   * people.
   *
   * @return empty where nobody writes, or where the backend does not know
   */
  List<String> holders();

  /**
   * Tells where the location went on, if a running system has handed it over. This folder is as it was then, and all
   * other methods show that.
   */
  Optional<HandedOver> handedOver();

  /** Passes every stream of a store to a consumer, ordered by type and id. */
  void streams(String store, Consumer<? super Stream> consumer);

  /**
   * Passes the streams of one actor type to a consumer, ordered by id, and begins in the middle.
   *
   * @param from the id with which to begin, whether there is an actor of that id or not; empty for the first
   */
  void streams(String store, String type, String from, Consumer<? super Stream> consumer);

  /**
   * Finds the streams that a name may mean: a path as in {@link Stream#path}, which means exactly one actor, an id,
   * {@code type/id}, or {@code store/type/id}.
   *
   * @return none, one or several
   */
  List<Stream> find(String name);

  /**
   * Passes every stored event of a stream to a consumer, in order and without a gap.
   *
   * @throws Forgotten if its actor was forgotten
   * @throws HistoryCompacted if the next event was deleted meanwhile; the consumer got the events before it
   * @throws StoreDamaged if an event cannot be read (the message names stream and sequence); the consumer got the
   *     events before it
   */
  void events(Stream stream, Consumer<? super Event> consumer);

  /**
   * Passes the stored events of a range of a stream to a consumer, in order and without a gap. What was deleted before
   * the first of them is left out.
   *
   * @param from the first sequence
   * @param to the last sequence, {@link Long#MAX_VALUE} for all
   * @throws Forgotten as {@link #events(Stream, Consumer)}
   * @throws HistoryCompacted as {@link #events(Stream, Consumer)}
   * @throws StoreDamaged as {@link #events(Stream, Consumer)}
   */
  void events(Stream stream, long from, long to, Consumer<? super Event> consumer);

  /**
   * Passes every stored event of a store to a consumer in the order of the log, up to the position before which no
   * event can still appear. An event of a forgotten actor comes with the type {@code forgotten}, version 0, no metadata
   * and no fields.
   *
   * @param after the position after which to begin; empty for the whole log
   * @return the position from which to go on
   * @throws StoreDamaged if an event cannot be read (the message names stream and sequence); the consumer got the
   *     events before it
   */
  Position log(String store, Optional<Position> after, Consumer<? super Entry> consumer);

  /**
   * Returns the newest snapshot of a stream; empty if it has none.
   *
   * @throws Forgotten as {@link #events(Stream, Consumer)}
   * @throws StoreDamaged if it cannot be read
   */
  Optional<State> state(Stream stream);

  /**
   * Returns the newest snapshot of a stream that contains no later event than this; empty if it has none.
   *
   * @throws StoreDamaged if it cannot be read
   */
  Optional<State> state(Stream stream, long sequence);

  /**
   * Replays a stream with the classes of its actor: returns the state after the newest event, made from the newest
   * snapshot and every event after it. The actor's {@code apply} runs on this thread; nothing is written.
   *
   * @param type the actor type with that name and store
   * @throws IllegalArgumentException if the type does not belong to the stream
   * @throws TypeRefused if the classes do not match the stored types
   * @throws StoreDamaged if the newest snapshot or an event after it cannot be read
   * @throws RecoveryFailed if the actor's {@code apply} throws
   */
  Folded fold(Stream stream, ActorType<?, ?, ?> type);

  /**
   * Replays a stream with the classes of its actor, as {@link #fold(Stream, ActorType)}, and passes the state after
   * each event of a range to a consumer, in order.
   *
   * @param from the first event, 0 for the initial state
   * @param to the last event; what comes after the newest event is left out
   * @throws HistoryCompacted if the stored history does not reach back to the first event
   * @throws IllegalArgumentException if the type does not belong to the stream, or the first event is below 0 or beyond
   *     the newest
   * @throws TypeRefused if the classes do not match the stored types
   * @throws StoreDamaged if an event, or the snapshot with which to begin, cannot be read; the consumer got the states
   *     before it
   * @throws RecoveryFailed if the actor's {@code apply} throws; the consumer got the states before it
   */
  void fold(Stream stream, ActorType<?, ?, ?> type, long from, long to, Consumer<? super Folded> consumer);

  /**
   * Returns the types that the stores have recorded, as of now.
   *
   * @throws StoreDamaged if a manifest cannot be read
   */
  StoredTypes types();

  /**
   * Returns the head of a store's hash chain as of now: its position and hash prove later, kept elsewhere, that the
   * store still has everything up to there. Empty where the store has no chain; {@link ActorSystem.Builder#chain}
   * begins one.
   *
   * @throws StoreDamaged if the end of the chain cannot be read
   */
  Optional<StoreHead> head(String store);

  /**
   * Proves that the store of a head still has the history of that head, as of one moment: reads its chain and its log
   * up to there. Events that the store has deleted since, by compaction or purge, are counted. Any other difference is
   * named by its first place.
   */
  Proof prove(StoreHead head);

  /**
   * Returns the registered readers of a store's log, in the order of their names.
   *
   * @throws StoreDamaged if a checkpoint cannot be read
   */
  List<Reader> readers(String store);

  /**
   * Reads every record of every store as of one moment and compares: each stream with the log in both directions, the
   * readers' checkpoints with the end of the log, and records with the records to which they belong. Goes on after a
   * damage; writes and deletions meanwhile are not reported as damage. Needs memory for each stream, but none for each
   * event.
   *
   * @param found receives each damaged place, at the end
   * @param progress receives the number of read events after each stream
   */
  Check verify(Consumer<? super Damage> found, LongConsumer progress);

  /** Closes the location. A second call does nothing. */
  @Override
  void close();

  /**
   * One store.
   *
   * @param name its name
   * @param id its random identity
   * @param created when it was first used
   * @param backend the backend that holds it
   * @param sealed whether its events, states and metadata are sealed
   */
  record Store(String name, String id, Instant created, String backend, boolean sealed) {}

  /**
   * Where a location went on that a {@link StoreHandover} has moved.
   *
   * @param from the folder that it has left
   * @param to the folder that has all that was stored since
   * @param backend its backend there
   * @param at when the pause began after which nothing was stored in the former folder
   */
  record HandedOver(Path from, Path to, String backend, Instant at) {

    /** Says so in one sentence, for people. */
    public String words() {
      return "At " + at + " the store in " + from + " was handed over to " + to
          + ", which has all that was stored since.";
    }
  }

  /**
   * One actor's stream.
   *
   * @param store the store's name
   * @param type the actor type's name
   * @param id the actor's id
   * @param lastSequence the sequence of the newest event ever stored
   * @param events how many are stored now
   * @param snapshots how many snapshots are kept
   */
  record Stream(String store, String type, String id, long lastSequence, long events, int snapshots) {

    /** The actor's path, as {@link ActorRef#path} and every message name it; {@link #find} finds the stream by it. */
    public String path() {
      String segment = id.replace("%", "%25").replace("/", "%2F");
      return "/" + type + (store.equals(ActorType.MAIN_STORE) ? "" : "@" + store) + "/" + segment;
    }
  }

  /**
   * One event.
   *
   * @param sequence its sequence in the stream, from 1
   * @param position its position in the log
   * @param time when it was persisted
   * @param type the logical name of its type
   * @param version the version of that type
   * @param commandId the id of the command that caused it
   * @param correlationId the correlation id of its command
   * @param metadata its tags, its entries, and its cause if that is not the command's id
   * @param fields names and values in the order of declaration: numbers, texts, booleans, values of {@code java.time}
   *     and {@code java.util}, {@code byte[]}, lists, maps, and for records a map of their own
   */
  record Event(long sequence, Position position, Instant time, String type, int version, Optional<String> commandId,
      Optional<String> correlationId, EventMetadata metadata, Map<String, @Nullable Object> fields) {}

  /**
   * One event of the log.
   *
   * @param stream the path of its actor
   * @param bytes the size of its record
   * @param event the event
   */
  record Entry(String stream, int bytes, Event event) {}

  /**
   * One snapshot.
   *
   * @param sequence the last event that it contains
   * @param time when it was stored
   * @param type the logical name of its type
   * @param version the version of that type
   * @param fields as in {@link Event}
   */
  record State(long sequence, Instant time, String type, int version, Map<String, @Nullable Object> fields) {}

  /**
   * The state after the newest event.
   *
   * @param through the sequence of that event
   * @param type the logical name of the state's type
   * @param version the version of that type
   * @param fields as in {@link Event}
   */
  record Folded(long through, String type, int version, Map<String, @Nullable Object> fields) {}

  /**
   * A registered reader of a store's log. Compaction does not delete the events that it has not read.
   *
   * @param store the store
   * @param name its name
   * @param position its stored checkpoint: the position of the last event that it has read
   * @param time when the checkpoint was stored
   * @param waiting how many events come after it
   * @param states whether it has not yet handled the states of all actors as of that position; until then it holds
   *     every event
   * @param trouble why it does not go on, if it was stuck for some seconds when the checkpoint was stored, or at its
   *     end
   */
  record Reader(String store, String name, Position position, Instant time, long waiting, boolean states,
      Optional<String> trouble) {}

  /**
   * What became of a head.
   *
   * @param head what was to be proven
   * @param events how many entries of the log were looked at, with those of Cairn's own
   * @param deleted how many of them the store has deleted since: of these only the chain is left
   * @param difference the first place that is not as it was; empty if the history is proven
   */
  record Proof(StoreHead head, long events, long deleted, Optional<Damage> difference) {}

  /**
   * The numbers of records that a verification read.
   *
   * @param streams how many streams
   * @param events how many events
   * @param snapshots how many snapshots
   * @param damages how many places are damaged
   * @param forgotten how many of the streams were forgotten, so that records of them cannot be read, which is no damage
   */
  record Check(long streams, long events, long snapshots, long damages, long forgotten) {}

  /**
   * One damaged place.
   *
   * @param place the store, or the stream and the sequence
   * @param what the problem
   * @param left what can still be read
   */
  record Damage(String place, String what, String left) {}
}
