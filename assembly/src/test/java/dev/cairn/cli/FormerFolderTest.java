package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.Durability;
import dev.cairn.api.NewEvent;
import dev.cairn.api.StoreHandover;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.StreamType;
import dev.cairn.api.TypedBytes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands say of a folder whose store a running system has handed over. */
final class FormerFolderTest {
  private static final StreamType<TypedBytes, TypedBytes> NOTES = StreamType.bytes("notes");

  @TempDir
  private static Path shared = Path.of("");

  private static Path before = Path.of("");
  private static Path after = Path.of("");
  private static Instant began = Instant.EPOCH;

  @BeforeAll
  static void handOver() {
    before = shared.resolve("before");
    after = shared.resolve("after");
    try (ActorSystem system =
        ActorSystem.builder().data(before).backend("sqlite").durability(Durability.OS).open()) {
      append(system, 0);
      began = Instant.now().minusMillis(1);
      StoreHandover.of(system, after).durability(Durability.OS).run();
      append(system, 1);
    }
  }

  private static void append(ActorSystem system, long last) {
    system.streams("main").stream(NOTES, "one").append(last,
        List.of(NewEvent.of(new TypedBytes("note", new byte[] { 7 }))));
  }

  private static Typed typed(String command, Path data) {
    return Typed.line(command.replace("DIR", data.toString()).split(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = { "ls DIR", "ls DIR --json", "events DIR /notes/one", "events DIR --all --json",
      "state DIR /notes/one", "verify DIR", "verify DIR --json", "stats DIR", "readers DIR", "tail DIR",
      "schema export --data DIR" })
  void a_command_that_shows_it_says_in_one_line_on_stderr_where_the_store_went_and_when(String command) {
    Typed former = typed(command, before);
    assertEquals(0, former.code(), former.err());
    String end = " the store in " + before + " was handed over to " + after
        + ", which has all that was stored since. What this command shows is as it was then.";
    assertTrue(former.err().startsWith("NOTE: At ") && former.err().strip().endsWith(end), former.err());
    assertEquals(1, former.err().lines().count(), former.err());
    Instant at = Instant.parse(former.err().substring("NOTE: At ".length()).split(" ")[0]);
    assertTrue(!at.isBefore(began) && at.isBefore(began.plus(Duration.ofMinutes(2))), former.err());
    assertFalse(former.out().contains("NOTE"), former.out());
    Typed present = typed(command, after);
    assertEquals(0, present.code(), present.err());
    assertEquals("", present.err());
  }

  @Test
  void what_it_shows_is_the_state_up_to_then() {
    assertEquals(1, last(before));
    assertEquals(2, last(after));
    try (StoreInspector inspector = StoreInspector.open(before)) {
      StoreInspector.HandedOver moved = inspector.handedOver().orElseThrow();
      assertEquals(after, moved.to());
      assertEquals("sqlite", moved.backend());
    }
  }

  private static long last(Path data) {
    String line = typed("ls DIR --json", data).out();
    return JsonParser.parseString(line).getAsJsonObject().get("last_sequence").getAsLong();
  }
}
