package dev.cairn.impl.journal;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.CairnListener;
import dev.cairn.api.bind.Keys;
import dev.cairn.api.bind.RuntimeOptions;
import dev.cairn.impl.actor.LocalActorSystem;
import dev.cairn.impl.observe.StoreObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Opens systems over the backends of a test. */
final class Systems {
  static final Path MEMORY = Path.of("memory");

  private static final RuntimeOptions OPTIONS = new RuntimeOptions(Duration.ofSeconds(30), Duration.ofSeconds(10),
      Duration.ofMinutes(2), 1_000, Optional.empty(), false, List.of(), Optional.empty(), List.of(), Optional.empty());

  private Systems() {}

  /** Opens a system in the memory of a provider. */
  static ActorSystem open(FaultyProvider provider) {
    return open(provider, MEMORY, Duration.ofSeconds(10));
  }

  /** Opens the journal of a system that a test makes itself. */
  static Journal journal(FaultyProvider provider, Path data) {
    return Journal.open(provider.location(data), Keys.NONE, Duration.ofSeconds(10), InstantSource.system(),
        new StoreObserver(List.of()), false, false);
  }

  /** Makes the system of a journal. */
  static ActorSystem over(Journal journal) {
    return new LocalActorSystem(journal, OPTIONS, true);
  }

  /** Opens a system whose persists wait that long. */
  static ActorSystem open(FaultyProvider provider, Path data, Duration persistDeadline) {
    return open(provider, data, persistDeadline, Optional.empty());
  }

  /** Opens a system that tells a listener. */
  static ActorSystem open(FaultyProvider provider, Path data, Duration persistDeadline,
      Optional<CairnListener> listener) {
    return open(provider, data, persistDeadline, listener, false);
  }

  /** Opens a system that looks at states after each command. */
  static ActorSystem checking(FaultyProvider provider, Path data) {
    return open(provider, data, Duration.ofSeconds(10), Optional.empty(), true);
  }

  private static ActorSystem open(FaultyProvider provider, Path data, Duration persistDeadline,
      Optional<CairnListener> listener, boolean checkStates) {
    return new LocalActorSystem(Journal.open(provider.location(data), Keys.NONE, persistDeadline,
        InstantSource.system(), new StoreObserver(listener.stream().toList()), checkStates, false), OPTIONS, true);
  }
}
