package dev.cairn.pekko.journal;

import com.typesafe.config.Config;
import dev.cairn.api.StoreException;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.event.Logging;
import org.jspecify.annotations.Nullable;

/** The location of one plugin. Any thread may call. */
final class PluginLocation {
  private final Locations locations;
  private final LocationSettings settings;
  private volatile @Nullable OpenLocation location;

  private PluginLocation(Locations locations, LocationSettings settings) {
    this.locations = locations;
    this.settings = settings;
  }

  /** Reads the section of a plugin. Without a folder in it, the location is that of the journal that it names. */
  static PluginLocation of(ActorSystem system, Config plugin) {
    Config section = plugin.getString("data").isEmpty()
        ? system.settings().config().getConfig(plugin.getString("journal"))
        : plugin;
    return new PluginLocation(Locations.of(system), LocationSettings.of(section));
  }

  /** Opens it, if that is possible. If not, the log says why, and Pekko fails each request with the same. */
  void open(ActorSystem system) {
    try {
      get();
    } catch (RuntimeException e) {
      Logging.getLogger(system, PluginLocation.class).error(e, "{}", e.getMessage());
    }
  }

  /**
   * Returns the open location.
   *
   * @throws StoreException if it cannot be opened
   */
  OpenLocation get() {
    OpenLocation known = location;
    if (known == null) {
      known = locations.location(settings);
      location = known;
    }
    return known;
  }
}
