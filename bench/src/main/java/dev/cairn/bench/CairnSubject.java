package dev.cairn.bench;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Durability;
import dev.cairn.api.EncryptedKey;
import dev.cairn.api.KeyRing;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.stream.IntStream;

/** Actors that persist, asked from outside. */
record CairnSubject(String backend, Durability durability, boolean light, boolean sealed) implements Subject {
  private static final KeyRing KEYS = KeyRing.of(EncryptedKey.from(() -> new SecureRandom().generateSeed(32)));

  CairnSubject(String backend, Durability durability) {
    this(backend, durability, false, false);
  }

  @Override
  public String name() {
    return "cairn " + backend + " " + durability + (light ? " light" : "") + (sealed ? " sealed" : "");
  }

  private ActorType<Notebook.Write, Notebook.Written, Notebook.Count> type() {
    return light ? Notebook.LIGHT : Notebook.TYPE;
  }

  @Override
  public Stopwatch one(Path folder, Budget budget) {
    try (var system = open(folder)) {
      var notebook = system.spawn(type(), "1");
      var watch = new Stopwatch(budget, 1);
      watch.start();
      for (int lap = watch.next(); lap >= 0; lap = watch.next()) {
        var write = Notebook.Write.of(1);
        long asked = System.nanoTime();
        notebook.ask(write);
        watch.lap(lap, asked);
      }
      watch.stop();
      return watch;
    }
  }

  @Override
  public Stopwatch many(Path folder, Budget budget) throws InterruptedException {
    var type = type();
    try (var system = open(folder)) {
      var crowd = new Crowd(IntStream.range(0, Workload.ACTORS).mapToObj(Integer::toString)
          .map(id -> system.entity(type, id)).toList());
      crowd.prime();
      return crowd.run(new Stopwatch(budget, 1));
    }
  }

  /** The last event, which is covered by the snapshot of an actor that rests, is one more than those that are read. */
  @Override
  public Stopwatch again(Path folder, Budget budget) {
    try (var system = open(folder)) {
      var notebook = system.spawn(Notebook.LONG, "1");
      for (int left = budget.events() + 1; left > 0; left -= Workload.EVENTS_A_COMMAND) {
        notebook.ask(Notebook.Write.of(Math.min(left, Workload.EVENTS_A_COMMAND)));
      }
    }
    try (var system = open(folder)) {
      return Stopwatch.once(budget, () -> system.stateAt(Notebook.LONG, "1", budget.events()).notes());
    }
  }

  private ActorSystem open(Path folder) {
    var builder = ActorSystem.builder().data(folder).backend(backend).durability(durability)
        .askTimeout(Duration.ofSeconds(30));
    return (sealed ? builder.keys(KEYS) : builder).open();
  }
}
