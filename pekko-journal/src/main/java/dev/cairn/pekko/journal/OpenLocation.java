package dev.cairn.pekko.journal;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.EventLog;
import dev.cairn.api.KeyRing;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.StoreException;
import dev.cairn.api.StreamRef;
import dev.cairn.api.StreamType;
import dev.cairn.api.Streams;
import dev.cairn.api.TypedBytes;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A folder that is open for all plugins of this process that name it, also for those of several actor systems of Pekko.
 * The last one that leaves closes it. Any thread may call.
 */
final class OpenLocation {
  /** The streams of the persistent actors: the id of each is its persistence id. */
  static final StreamType<TypedBytes, TypedBytes> EVENTS = StreamType.bytes("pekko");
  /** The snapshots of the persistent actors, in a store of their own: nobody reads its log, so each can be deleted. */
  static final StreamType<TypedBytes, TypedBytes> SNAPSHOTS = StreamType.bytes("pekko-snapshots");

  private static final String EVENT_STORE = "main";
  private static final String SNAPSHOT_STORE = "pekko-snapshots";
  private static final String SNAPSHOTS_OF = "snapshots of ";
  private static final Map<Path, OpenLocation> OPEN = new HashMap<>();

  private final LocationSettings settings;
  private final Optional<KeyRing> keys;
  private final ActorSystem system;
  private final Streams events;
  private final Streams snapshots;
  private int users;

  private OpenLocation(LocationSettings settings) {
    this.settings = settings;
    this.keys = settings.keys();
    this.system = settings.open(keys);
    try {
      this.events = system.streams(EVENT_STORE);
      this.snapshots = system.streams(SNAPSHOT_STORE);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void close() {
    system.close();
    keys.ifPresent(KeyRing::close);
  }

  /**
   * Opens a folder, or joins those who have it open.
   *
   * @throws StoreException if it cannot be opened, or is open in another way
   */
  static OpenLocation join(LocationSettings settings) {
    synchronized (OPEN) {
      OpenLocation location = OPEN.get(settings.data());
      if (location == null) {
        location = new OpenLocation(settings);
        OPEN.put(settings.data(), location);
      }
      location.requireSame(settings);
      location.users++;
      return location;
    }
  }

  /**
   * Refuses another way to open this folder.
   *
   * @throws StoreException if it is another one
   */
  void requireSame(LocationSettings others) {
    settings.requireSame(others);
  }

  /** Closes the folder, if nobody else is here. */
  void leave() {
    synchronized (OPEN) {
      users--;
      if (users == 0) {
        OPEN.remove(settings.data());
        close();
      }
    }
  }

  /** The events of a persistent actor. */
  StreamRef<TypedBytes, TypedBytes> events(String persistenceId) {
    return events.stream(EVENTS, persistenceId);
  }

  /** One event of a persistent actor, if it is stored. */
  Optional<LoggedEvent> event(String persistenceId, long sequenceNr) {
    return events(persistenceId).events(sequenceNr, sequenceNr).findFirst();
  }

  /** The snapshots of a persistent actor. The id says so: the tools take the persistence id alone for the events. */
  StreamRef<TypedBytes, TypedBytes> snapshots(String persistenceId) {
    return snapshots.stream(SNAPSHOTS, SNAPSHOTS_OF + persistenceId);
  }

  /** The persistence ids after one, ordered by their bytes. */
  java.util.stream.Stream<String> persistenceIds(String after) {
    return events.ids(EVENTS, after);
  }

  /** The events of all persistent actors. */
  EventLog log() {
    return system.log(EVENT_STORE);
  }
}
