package dev.cairn.impl.journal;

import dev.cairn.api.ActorSystem;
import dev.cairn.impl.actor.LocalActorSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** Opens systems over the backends of a test. */
final class Systems {
  static final Path MEMORY = Path.of("memory");

  private Systems() {}

  /** Opens a system in the memory of a provider. */
  static ActorSystem open(FaultyProvider provider) {
    return open(provider, MEMORY, Duration.ofSeconds(10));
  }

  /** Opens a system whose persists wait that long. */
  static ActorSystem open(FaultyProvider provider, Path data, Duration persistDeadline) {
    return new LocalActorSystem(Journal.open(provider.location(data), persistDeadline, InstantSource.system()),
        Duration.ofSeconds(30));
  }
}
