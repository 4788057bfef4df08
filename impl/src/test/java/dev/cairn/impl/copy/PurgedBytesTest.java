package dev.cairn.impl.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.Persistence;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import dev.cairn.api.StoreCopy;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where what a purged actor stored can still be found. */
class PurgedBytesTest {
  private static final Pattern MARKER = Pattern.compile("marker-of-(gone|kept)[0-9]+");

  sealed interface Order extends Command<Order, Long> {}

  record Say(String text) implements Order {}

  record Purge() implements Order {}

  record Said(String text) {}

  record Words(long count, String last) {}

  /** Says what it is told. */
  static final class Speaker implements PersistentActor<Order, Said, Words> {
    private static final ActorType<Order, Said, Words> TYPE =
        ActorType.of(MethodHandles.lookup(), "speaker", Said.class, Words.class, Speaker::new)
            .with(Persistence.light());

    @Override
    public Words initialState() {
      return new Words(0, "");
    }

    @Override
    public Words apply(Words words, Said said) {
      return new Words(words.count() + 1, said.text());
    }

    @Override
    public Reply handle(Order order, PersistentContext<Said, Words> ctx) {
      return switch (order) {
        case Say say -> say.reply(ctx.persist(new Said(say.text())).count());
        case Purge purge -> purge.reply(ctx.purge().count());
      };
    }
  }

  @TempDir
  Path folder;

  /** In files that are not compressed. */
  @Test
  void nothing_that_a_purged_actor_stored_is_in_a_copy() throws IOException {
    Path data = folder.resolve("data");
    try (ActorSystem system = ActorSystem.builder().data(data).backend("sqlite").open()) {
      for (int actor = 0; actor < 40; actor++) {
        String name = (actor % 2 == 0 ? "gone" : "kept") + actor;
        for (int time = 1; time <= 5; time++) {
          system.entity(Speaker.TYPE, name).ask(new Say("marker-of-" + name + " ".repeat(time * actor)));
        }
      }
      for (int actor = 0; actor < 40; actor += 2) {
        system.entity(Speaker.TYPE, "gone" + actor).ask(new Purge());
      }
    }
    Path copy = folder.resolve("copy");
    StoreCopy.of(data, copy).run((phase, events, all) -> {});
    TreeSet<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.walk(copy)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        MARKER.matcher(Files.readString(file, StandardCharsets.ISO_8859_1)).results()
            .forEach(at -> found.add(at.group()));
      }
    }
    assertFalse(found.stream().anyMatch(marker -> marker.contains("gone")), found::toString);
    assertEquals(20, found.size(), found::toString);
  }
}
