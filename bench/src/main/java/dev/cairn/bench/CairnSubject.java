package dev.cairn.bench;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Durability;
import dev.cairn.api.EncryptedKey;
import dev.cairn.api.KeyRing;
import dev.cairn.api.NewEvent;
import dev.cairn.api.PersonalKeys;
import dev.cairn.api.StreamType;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Persistent actors that are asked from outside. */
record CairnSubject(String backend, Durability durability, Way way, Map<String, String> settings)
    implements Subject {
  private static final KeyRing KEYS = KeyRing.of(EncryptedKey.from(() -> new SecureRandom().generateSeed(32)));

  private static final Map<Path, KeyRing> PERSONAL = new ConcurrentHashMap<>();

  /** The way in which the actors store their events. */
  enum Way {
    FULL, LIGHT, COMPACT, SEALED, PERSONAL, PIPELINED, STREAMS, CHAINED
  }

  CairnSubject(String backend, Durability durability) {
    this(backend, durability, Way.FULL);
  }

  CairnSubject(String backend, Durability durability, Way way) {
    this(backend, durability, way, Map.of());
  }

  @Override
  public String name() {
    return "cairn " + backend + " " + durability + (way == Way.FULL ? "" : " " + way.name().toLowerCase(Locale.ROOT));
  }

  private ActorType<Notebook.Write, Notebook.Written, Notebook.Count> type() {
    return switch (way) {
      case LIGHT -> Notebook.LIGHT;
      case COMPACT -> Notebook.COMPACT;
      case PIPELINED -> Notebook.PIPELINED;
      case PERSONAL -> Notebook.PERSONAL;
      case FULL, SEALED, STREAMS, CHAINED -> Notebook.TYPE;
    };
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
  public Stopwatch many(Path folder, Budget budget, int actors) throws InterruptedException {
    try (var system = open(folder)) {
      var ids = IntStream.range(0, actors).mapToObj(Integer::toString);
      var crowd = way == Way.STREAMS ? ofStreams(system, ids)
          : Crowd.of(ids.map(id -> system.entity(type(), id)).toList());
      crowd.prime();
      return crowd.run(new Stopwatch(budget, 1));
    }
  }

  /** Appends to streams, without actors. */
  private static Crowd ofStreams(ActorSystem system, Stream<String> ids) {
    var streams = system.streams("main");
    return new Crowd(ids.map(id -> streams.stream(StreamType.of(Notebook.TYPE), id))
        .<Supplier<? extends CompletionStage<?>>>map(
            stream -> () -> stream.appendAsync(NewEvent.all(new Notebook.Written(Workload.payload()))))
        .toList(), Workload.IN_FLIGHT);
  }

  /** Stores one event more than are read, since the snapshot at passivation covers the last event. */
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

  /** Each actor has one event more than are read, as above. */
  @Override
  public Stopwatch eachAgain(Path folder, Budget budget) {
    try (var system = open(folder)) {
      var notebooks = IntStream.range(0, budget.actors())
          .mapToObj(actor -> system.entity(Notebook.LONG, Integer.toString(actor))).toList();
      for (int left = Workload.EVENTS_AN_ACTOR + 1; left > 0; left -= Workload.EVENTS_A_VISIT) {
        int notes = Math.min(left, Workload.EVENTS_A_VISIT);
        notebooks.stream().map(notebook -> notebook.askAsync(Notebook.Write.of(notes))).toList()
            .forEach(CompletableFuture::join);
      }
    }
    try (var system = open(folder)) {
      return Stopwatch.each(budget,
          actor -> system.stateAt(Notebook.LONG, Integer.toString(actor), Workload.EVENTS_AN_ACTOR).notes());
    }
  }

  private ActorSystem open(Path folder) {
    var builder = ActorSystem.builder().data(folder).backend(backend).durability(durability)
        .askTimeout(Duration.ofSeconds(30)).chain(way == Way.CHAINED);
    settings.forEach(builder::setting);
    return switch (way) {
      case SEALED -> builder.keys(KEYS).open();
      case PERSONAL -> builder.data(folder.resolve("data")).keys(personal(folder)).open();
      default -> builder.open();
    };
  }

  /** A ring with the keys of the actors beside their data; it is held as long as this process lives. */
  private static KeyRing personal(Path folder) {
    return PERSONAL.computeIfAbsent(folder,
        each -> KeyRing.of(EncryptedKey.from(() -> new SecureRandom().generateSeed(32)))
            .personalKeys(PersonalKeys.file(each.resolve("personal.keys"))));
  }
}
