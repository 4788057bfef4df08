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
 * Looks inside a location without the classes of its actors and without disturbing its writer, which may be alive. Any
 * thread may call.
 */
public interface StoreInspector extends AutoCloseable {

  /**
   * Opens a folder that holds a location. Of a sealed store only {@link #stores} and {@link #streams} are told; the
   * rest throws {@link MissingKey}.
   *
   * @throws StoreException if there is none, or it cannot be read
   */
  static StoreInspector open(Path data) {
    return Runtimes.first().inspect(data, Configuration.ofProcess().access(), Optional.empty());
  }

  /**
   * Opens a folder that holds a location with the keys of its sealed stores. A wrong key is told when it is used.
   *
   * @throws UnwantedKey if none of its stores is sealed
   * @throws StoreException as {@link #open(Path)}
   */
  static StoreInspector open(Path data, KeyRing keys) {
    return Runtimes.first().inspect(data, Configuration.ofProcess().access(), Optional.of(keys));
  }

  /**
   * Opens a folder that holds a location, whose backend may be in a plugin folder.
   *
   * @param backends as in {@link ActorSystem.Builder#backends}
   * @throws StoreException as {@link #open(Path)}
   */
  static StoreInspector open(Path data, Path backends) {
    return Runtimes.first().inspect(data, new BackendAccess(Optional.of(backends), Map.of()), Optional.empty());
  }

  /**
   * Tells which backends can be found, which were found but cannot be used and why, and which one a system of this
   * process would take and why.
   */
  static List<BackendFinding> backends() {
    Configuration configuration = Configuration.ofProcess();
    return configuration.choose(Runtimes.first().backends(configuration.plugins()));
  }

  /** Tells which backends can be found when a plugin folder is looked at too. */
  static List<BackendFinding> backends(Path backends) {
    return Configuration.ofProcess().choose(Runtimes.first().backends(Optional.of(backends)));
  }

  /** The stores in the location, in order of name. */
  List<Store> stores();

  /** Shows every stream of actors of a store, ordered by type and id. */
  void streams(String store, Consumer<? super Stream> consumer);

  /**
   * Finds the streams that a person may mean by a name: a path as in {@link Stream#path}, which means one actor and no
   * other, an id, {@code type/id}, or {@code store/type/id}.
   *
   * @return none, one or several
   */
  List<Stream> find(String name);

  /**
   * Shows every stored event of a stream in order, without a hole.
   *
   * @throws HistoryCompacted if the next event was deleted meanwhile; the ones before it were shown
   * @throws StoreDamaged if an event cannot be read, naming stream and sequence; the ones before it were shown
   */
  void events(Stream stream, Consumer<? super Event> consumer);

  /**
   * Shows every stored event of a store in the order in which they were stored, up to where nothing can still appear
   * in between.
   *
   * @param after shows what comes after this one; empty for everything
   * @return where to go on
   * @throws StoreDamaged if an event cannot be read, naming stream and sequence; the ones before it were shown
   */
  Position log(String store, Optional<Position> after, Consumer<? super Entry> consumer);

  /**
   * Returns the newest snapshot of a stream; empty where it has none.
   *
   * @throws StoreDamaged if it cannot be read
   */
  Optional<State> state(Stream stream);

  /**
   * Makes the state after the newest event of a stream, with the classes of its actor: the newest snapshot, and every
   * event after it. The actor's {@code apply} runs on this thread; nothing is written.
   *
   * @param type of that name and store
   * @throws IllegalArgumentException if it is the type of another stream
   * @throws TypeRefused if the classes do not fit what is stored
   * @throws StoreDamaged if the newest snapshot or an event after it cannot be read
   * @throws RecoveryFailed if the actor's {@code apply} throws
   */
  Folded fold(Stream stream, ActorType<?, ?, ?> type);

  /**
   * Returns the registered readers of a store's log, in the order of their names.
   *
   * @throws StoreDamaged if the place of one cannot be read
   */
  List<Reader> readers(String store);

  /**
   * Reads every record of every store as of one moment, and holds what is stored against each other: each stream
   * against the log in both directions, readers' places against the end of the log, records against those that they
   * belong to. Goes on where something is damaged; what a writer stores and deletes meanwhile is no damage. Takes
   * memory for each stream, and none for an event.
   *
   * @param found is told each damaged place, in the end
   * @param progress is told after each stream how many events were read
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
   * One actor's stream.
   *
   * @param store the store's name
   * @param type the actor type's name
   * @param id the actor's id
   * @param lastSequence the newest event ever stored
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
   * @param sequence its number in the stream, from 1
   * @param position its place in the log
   * @param time when it was persisted
   * @param type the logical name of its type
   * @param version the version of that type
   * @param commandId the id of the command that caused it
   * @param fields names and values in the order of declaration: numbers, texts, booleans, values of {@code java.time}
   *     and {@code java.util}, {@code byte[]}, lists, maps, and for records a map of their own
   */
  record Event(long sequence, Position position, Instant time, String type, int version, Optional<String> commandId,
      Map<String, @Nullable Object> fields) {}

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
   * @param through that event
   * @param type the logical name of the state's type
   * @param version the version of that type
   * @param fields as in {@link Event}
   */
  record Folded(long through, String type, int version, Map<String, @Nullable Object> fields) {}

  /**
   * A registered reader of a store's log. What it has not read is not deleted by compaction.
   *
   * @param store the store
   * @param name its name
   * @param position the last event that it has read, as of what is stored
   * @param time when that was stored
   * @param waiting how many events come after it
   * @param states whether it has still to take the states of all actors as of that position; it holds everything till
   *     then
   */
  record Reader(String store, String name, Position position, Instant time, long waiting, boolean states) {}

  /**
   * What was read by a verification.
   *
   * @param streams how many streams
   * @param events how many events
   * @param snapshots how many snapshots
   * @param damages how many places are damaged
   */
  record Check(long streams, long events, long snapshots, long damages) {}

  /**
   * One damaged place.
   *
   * @param place the store, or the stream and the sequence
   * @param what what is wrong
   * @param left what can still be had
   */
  record Damage(String place, String what, String left) {}
}
