package dev.cairn.backend.postgresql;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Durability;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens each location for several sessions that write. The kit makes it again in its children. */
public final class ManyWritersProvider implements BackendProvider {
  private static final List<String> OTHERS =
      List.of("url", "schema", "user", "connections", "timeout-seconds", "lock-wait-millis");

  private final BackendProvider real = new PostgresqlBackendProvider();

  @Override
  public String name() {
    return real.name();
  }

  @Override
  public Backend open(BackendConfig config) {
    Durability durability = config.durability(Durability.SYNC, Durability.OS);
    Map<String, String> settings = new HashMap<>(Map.of("writers", PostgresqlAddress.MANY_WRITERS));
    OTHERS.forEach(name -> config.text(name).ifPresent(value -> settings.put(name, value)));
    config.refuseUnknown();
    return real.open(new BackendConfig(config.location(), config.mode(), Optional.of(durability), settings));
  }
}
