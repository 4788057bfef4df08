package dev.cairn.api;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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
    return Runtimes.first().inspect(data, Runtimes.plugins(), Optional.empty());
  }

  /**
   * Opens a folder that holds a location with the keys of its sealed stores. A wrong key is told when it is used.
   *
   * @throws UnwantedKey if none of its stores is sealed
   * @throws StoreException as {@link #open(Path)}
   */
  static StoreInspector open(Path data, KeyRing keys) {
    return Runtimes.first().inspect(data, Runtimes.plugins(), Optional.of(keys));
  }

  /**
   * Opens a folder that holds a location, whose backend may be in a plugin folder.
   *
   * @param backends as in {@link ActorSystem.Builder#backends}
   * @throws StoreException as {@link #open(Path)}
   */
  static StoreInspector open(Path data, Path backends) {
    return Runtimes.first().inspect(data, Optional.of(backends), Optional.empty());
  }

  /** Tells which backends can be found, and which were found but cannot be used and why. */
  static List<BackendFinding> backends() {
    return Runtimes.first().backends(Runtimes.plugins());
  }

  /** Tells which backends can be found when a plugin folder is looked at too. */
  static List<BackendFinding> backends(Path backends) {
    return Runtimes.first().backends(Optional.of(backends));
  }

  /** The stores in the location, in order of name. */
  List<Store> stores();

  /** Shows every stream of actors of a store, ordered by type and id. */
  void streams(String store, Consumer<? super Stream> consumer);

  /**
   * Finds the streams that a person may mean by a name: an id, {@code type/id}, or {@code store/type/id}.
   *
   * @return none, one or several
   */
  List<Stream> find(String name);

  /**
   * Shows every stored event of a stream in order.
   *
   * @throws StoreDamaged if an event cannot be read, naming stream and sequence; the ones before it were shown
   */
  void events(Stream stream, Consumer<? super Event> consumer);

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
  record Stream(String store, String type, String id, long lastSequence, long events, int snapshots) {}

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
}
