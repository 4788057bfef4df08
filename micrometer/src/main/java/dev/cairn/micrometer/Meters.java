package dev.cairn.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The meters by name and tags; each is looked up in the registry once. Any thread may call. */
final class Meters {
  private static final Map<String, String> DESCRIPTIONS = Map.ofEntries(
      Map.entry("cairn.commands", "Commands, from the call of the handler to its return"),
      Map.entry("cairn.persists", "Persists that have succeeded"),
      Map.entry("cairn.events", "Events that were persisted"),
      Map.entry("cairn.batches", "Batches of commits, each stored with one call of the backend"),
      Map.entry("cairn.batch.queued", "How long the first commit of a batch has waited for the call"),
      Map.entry("cairn.batch.commits", "Commits in a batch"),
      Map.entry("cairn.batch.bytes", "Bytes of the records in a batch"),
      Map.entry("cairn.recoveries", "Recoveries of actors"),
      Map.entry("cairn.recovered.events", "Events that recoveries have replayed"),
      Map.entry("cairn.snapshots", "Snapshots that were stored as commits of their own"),
      Map.entry("cairn.snapshot.bytes", "Bytes of a snapshot"),
      Map.entry("cairn.snapshot.failures", "Snapshots that could not be stored; no event is lost"),
      Map.entry("cairn.timer.failures", "Durable timers that have fired and failed; they fire again"),
      Map.entry("cairn.restarts", "Failures of handlers after which the actor went on"),
      Map.entry("cairn.failed.actors", "Actors that were stopped after a failure"),
      Map.entry("cairn.passivations", "Passivations of actors"),
      Map.entry("cairn.dead.letters", "Commands that no actor has handled"),
      Map.entry("cairn.overdue.actors", "Actors that had not stopped at the stop deadline"),
      Map.entry("cairn.store.losses", "Failures of the store after which it was opened again"),
      Map.entry("cairn.store.reopenings", "How long it took until the store was open again"),
      Map.entry("cairn.reader.entries", "Entries of a log that a reader has read"),
      Map.entry("cairn.reader.failures",
          "Failures of a reader, for instance of its handler, after which it tries again"),
      Map.entry("cairn.reader.lag", "Age of the first event that a reader has not handled; 0 if it has handled all"),
      Map.entry("cairn.backend", "What the backend counts, by its own names"),
      Map.entry("cairn.actors", "Actors in memory, by what they do"),
      Map.entry("cairn.actors.active", "Persistent actors in memory"),
      Map.entry("cairn.mailbox.waiting", "Commands that wait in all mailboxes"),
      Map.entry("cairn.mailbox.deepest", "Commands that wait in the fullest mailbox"),
      Map.entry("cairn.command.oldest", "Age of the command that is under way for longest"),
      Map.entry("cairn.refused.tells", "Commands without an asker that their actor has refused"));

  private final MeterRegistry registry;
  private final Tags tags;
  private final Map<Key, Meter> known = new ConcurrentHashMap<>();

  private record Key(String name, List<String> tags) {}

  Meters(MeterRegistry registry, Tags tags) {
    this.registry = registry;
    this.tags = tags;
  }

  static String description(String name) {
    String text = DESCRIPTIONS.get(name);
    if (text == null) {
      throw new IllegalArgumentException("There is no meter " + name + ".");
    }
    return text;
  }

  Timer timer(String name, String... pairs) {
    return (Timer) meter(name, pairs,
        all -> Timer.builder(name).description(description(name)).tags(all).register(registry));
  }

  Counter counter(String name, String... pairs) {
    return (Counter) meter(name, pairs,
        all -> Counter.builder(name).description(description(name)).tags(all).register(registry));
  }

  DistributionSummary summary(String name, String... pairs) {
    return (DistributionSummary) meter(name, pairs,
        all -> DistributionSummary.builder(name).description(description(name))
            .baseUnit(name.endsWith(".bytes") ? "bytes" : null).tags(all).register(registry));
  }

  private Meter meter(String name, String[] pairs, Function<Tags, Meter> maker) {
    return known.computeIfAbsent(new Key(name, List.of(pairs)), key -> maker.apply(tags.and(pairs)));
  }

  <T> Gauge gauge(String name, T of, ToDoubleFunction<T> value, String... pairs) {
    return Gauge.builder(name, of, value).description(description(name)).tags(tags.and(pairs)).strongReference(true)
        .register(registry);
  }

  <T> TimeGauge seconds(String name, T of, ToDoubleFunction<T> value, String... pairs) {
    return TimeGauge.builder(name, of, TimeUnit.SECONDS, value).description(description(name)).tags(tags.and(pairs))
        .strongReference(true).register(registry);
  }

  <T> Meter total(String name, T of, ToDoubleFunction<T> value) {
    return FunctionCounter.builder(name, of, value).description(description(name))
        .tags(tags).register(registry);
  }

  void remove(Meter meter) {
    registry.remove(meter);
  }
}
