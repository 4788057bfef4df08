package dev.cairn.pekko.journal;

import dev.cairn.api.StoreException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;

/**
 * The folders that the plugins of one actor system have open. They are closed when the actor system has ended, before
 * its {@code whenTerminated} completes. Any thread may call.
 */
final class Locations implements Extension {
  private static final Id ID = new Id();

  private final Map<Path, OpenLocation> open = new HashMap<>();
  private boolean ended;

  private Locations(ExtendedActorSystem system) {
    system.registerOnTermination(this::leave);
  }

  static Locations of(ActorSystem system) {
    return ID.get(system);
  }

  /**
   * Returns the folder that a plugin names, which is opened by the first one. A folder that cannot be opened is tried
   * again by the next call.
   *
   * @throws StoreException if it cannot be opened, or is open in another way
   */
  OpenLocation location(LocationSettings settings) {
    synchronized (open) {
      if (ended) {
        throw new IllegalStateException("The actor system has ended, and " + settings.data() + " is closed.");
      }
      OpenLocation location = open.get(settings.data());
      if (location == null) {
        location = OpenLocation.join(settings);
        open.put(settings.data(), location);
      }
      location.requireSame(settings);
      return location;
    }
  }

  private void leave() {
    synchronized (open) {
      ended = true;
      open.values().forEach(OpenLocation::leave);
      open.clear();
    }
  }

  private static final class Id extends AbstractExtensionId<Locations> {
    @Override
    public Locations createExtension(ExtendedActorSystem system) {
      return new Locations(system);
    }
  }
}
