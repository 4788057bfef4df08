package dev.cairn.api.bind;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.Durability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The options of a hand-over.
 *
 * @param system whose location is handed over
 * @param to the folder in which it goes on
 * @param backend the backend there; the default is the backend that it has
 * @param durability the durability there; the default is that backend's own default
 * @param settings more settings for the backend there
 * @param longestPause how long commits may wait until the hand-over is decided
 */
public record HandoverOptions(ActorSystem system, Path to, Optional<String> backend, Optional<Durability> durability,
    Map<String, String> settings, Duration longestPause) {
  /** Refuses missing parts, and a pause that is not positive. */
  public HandoverOptions {
    Objects.requireNonNull(system, "system");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(backend, "backend");
    Objects.requireNonNull(durability, "durability");
    settings = Map.copyOf(settings);
    if (!longestPause.isPositive()) {
      throw new IllegalArgumentException("A pause is positive, not " + longestPause + ".");
    }
    longestPause = Durations.bounded(longestPause);
  }

  /** Names the folder; a setting may be a password, and stays unsaid. */
  @Override
  public String toString() {
    return "a hand-over to " + to;
  }
}
