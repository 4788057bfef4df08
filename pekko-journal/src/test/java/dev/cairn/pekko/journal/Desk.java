package dev.cairn.pekko.journal;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.pattern.Patterns;
import org.apache.pekko.persistence.query.PersistenceQuery;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/** An actor system of Pekko with scribes, over one location. */
final class Desk implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ActorSystem system;
  private final Map<String, ActorRef> scribes = new HashMap<>();

  Desk(Config config) {
    this.system = ActorSystem.create("desk", config);
  }

  /** Writes a text, and waits until it is stored. */
  void write(String id, String text, String... tags) {
    ask(id, new Scribe.Write(text, Set.of(tags)));
  }

  Object ask(String id, Object question) {
    ActorRef scribe = scribes.computeIfAbsent(id, each -> system.actorOf(Scribe.of(each)));
    return outcome(Patterns.ask(scribe, question, PATIENCE));
  }

  CairnReadJournal queries() {
    return PersistenceQuery.get(system).getReadJournalFor(CairnReadJournal.class, CairnReadJournal.IDENTIFIER);
  }

  <T> List<T> all(Source<T, ?> source) {
    return outcome(source.runWith(Sink.seq(), system));
  }

  static <T> T outcome(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  ActorSystem system() {
    return system;
  }

  @Override
  public void close() {
    system.terminate();
    outcome(system.getWhenTerminated());
  }
}
