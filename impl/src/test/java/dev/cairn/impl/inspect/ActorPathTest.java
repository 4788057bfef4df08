package dev.cairn.impl.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.StoreInspector;
import dev.cairn.impl.Ledger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An actor has one name, which a running system, an inspector and a message give it, and by which it is found. */
class ActorPathTest {
  @TempDir
  Path data;

  @Test
  void the_path_of_an_actor_means_that_one_and_no_other() {
    List<String> paths = new ArrayList<>();
    try (ActorSystem system = ActorSystem.builder().data(data).backend("sqlite").open()) {
      for (var type : List.of(Ledger.TYPE, Ledger.TYPE.in("audit"))) {
        for (String id : List.of("a", "a/b", "a%2Fb", "/ledger/a", "%", "%25", "ledger/a", "main/ledger/a")) {
          ActorRef<Ledger.Entry<?>> actor = system.entity(type, id);
          actor.ask(new Ledger.Add(1));
          paths.add(actor.path());
        }
      }
    }
    try (StoreInspector inspector = StoreInspector.open(data)) {
      for (String path : paths) {
        assertEquals(List.of(path), inspector.find(path).stream().map(StoreInspector.Stream::path).toList());
      }
      assertEquals(4, inspector.find("/ledger/nobody").size() + inspector.find("ledger/a").size());
      List<String> logged = new ArrayList<>();
      inspector.log("audit", Optional.empty(), entry -> logged.add(entry.stream()));
      assertEquals(paths.subList(8, 16), logged);
    }
  }
}
