package dev.cairn.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.cairn.api.Actor;
import dev.cairn.api.ActorContext;
import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.Command;
import dev.cairn.api.PlainType;
import dev.cairn.api.Reply;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a console shows of a running system. */
class LiveTest {
  private static final PlainType<Stay> GUEST = PlainType.of("guest", Guest::new);

  @TempDir
  private Path folder;

  private record Stay(CountDownLatch until) implements Command<Stay, Boolean> {}

  private static final class Guest implements Actor<Stay> {
    @Override
    public Reply handle(Stay stay, ActorContext ctx) {
      try {
        stay.until().await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return stay.reply(true);
    }
  }

  private ActorSystem system() {
    return ActorSystem.builder().data(folder).backend("sqlite").open();
  }

  private static void sell(ActorSystem system, String id) {
    system.entity(Till.TYPE, id).ask(new Till.Sell("bread", BigDecimal.TEN));
  }

  @Test
  void an_actor_that_is_stuck_comes_first_with_its_command_and_what_waits_for_it() {
    CountDownLatch until = new CountDownLatch(1);
    try (ActorSystem system = system(); Console console = Console.attach(system).open()) {
      Visitor visitor = Visitor.of(console);
      sell(system, "a");
      ActorRef<Stay> guest = system.spawn(GUEST, "1");
      for (int i = 0; i < 3; i++) {
        guest.tell(new Stay(until));
      }
      JsonObject live = visitor.askUntil(
          answer -> answer.get("waiting").getAsInt() == 2 && answer.toString().contains("\"HANDLING\""), "live");
      assertEquals(2, live.get("actors").getAsInt());
      JsonObject first = live.getAsJsonArray("shown").get(0).getAsJsonObject();
      assertEquals("/guest/1 HANDLING Stay 2",
          first.get("path").getAsString() + " " + first.get("activity").getAsString()
              + " " + first.get("command").getAsString() + " " + first.get("mailbox"));
      assertEquals(1, visitor.ask("live", "q", "/till").getAsJsonArray("shown").size());
      until.countDown();
    }
  }

  @Test
  void what_is_stored_in_each_second_comes_once_somebody_looks() {
    try (ActorSystem system = system(); Console console = Console.attach(system).open()) {
      JsonObject live = Visitor.of(console).askUntil(answer -> {
        sell(system, "a");
        return sum(answer, 2) > 0;
      }, "live");
      assertTrue(sum(live, 0) > 0 && sum(live, 1) >= sum(live, 0) && sum(live, 3) > sum(live, 2), live.toString());
    }
  }

  private static long sum(JsonObject live, int column) {
    long sum = 0;
    for (JsonElement second : live.getAsJsonArray("seconds")) {
      sum += second.getAsJsonArray().get(column).getAsLong();
    }
    return sum;
  }

  @Test
  void without_a_folder_there_are_no_stores_and_the_system_goes_on_after_the_console() {
    try (ActorSystem system = system()) {
      try (Console console = Console.attach(system).open()) {
        Visitor visitor = Visitor.of(console);
        assertEquals("{\"folder\":null,\"live\":true}", visitor.ask("about").toString());
        assertEquals(404, visitor.get("/api/stores").status());
      }
      sell(system, "a");
    }
  }

  @Test
  void the_stores_of_a_running_system_are_shown_beside_it() {
    Path data = folder;
    try (ActorSystem system = system()) {
      sell(system, "a");
      try (var console = Console.attach(system).data(data).types((store, type) -> Till.TYPE).open()) {
        Visitor visitor = Visitor.of(console);
        assertEquals(1, visitor.ask("stores").getAsJsonArray("stores").size());
        assertEquals(404, Visitor.of(console).get("/api/nothing").status());
      }
    }
  }
}
