package dev.cairn.impl.place;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorElsewhere;
import dev.cairn.api.ActorFailed;
import dev.cairn.api.ActorStopped;
import dev.cairn.api.AlreadyDone;
import dev.cairn.api.AskCycle;
import dev.cairn.api.AskInterrupted;
import dev.cairn.api.AskTimeout;
import dev.cairn.api.CairnException;
import dev.cairn.api.Forgotten;
import dev.cairn.api.HistoryCompacted;
import dev.cairn.api.InvalidKey;
import dev.cairn.api.InvalidName;
import dev.cairn.api.KeyDisabled;
import dev.cairn.api.MailboxFull;
import dev.cairn.api.MissingKey;
import dev.cairn.api.MissingPersonalKey;
import dev.cairn.api.PathTaken;
import dev.cairn.api.PersistFailed;
import dev.cairn.api.PersistRejected;
import dev.cairn.api.PersistUnknown;
import dev.cairn.api.RecoveryFailed;
import dev.cairn.api.StartFailed;
import dev.cairn.api.StopOverdue;
import dev.cairn.api.StoreDamaged;
import dev.cairn.api.StoreRefused;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.api.TypeRefused;
import dev.cairn.api.UnknownKey;
import dev.cairn.api.UnwantedKey;
import dev.cairn.api.WrongCommand;
import dev.cairn.api.WrongKey;
import dev.cairn.api.WrongVersion;
import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.spi.StreamKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Failures and letters as bytes. */
class CarriedFailuresTest {
  private static final Throwable CAUSE = new IllegalStateException("The disk burns.");

  static Stream<CairnException> failures() {
    return Stream.of(new ActorFailed("/a/1", CAUSE), new ActorStopped("/a/1", "it has stopped."),
        new AlreadyDone("/a/1", "c", 7), new AskCycle("/a/1 -> /a/1"), new AskInterrupted("/a/1"),
        new AskTimeout("/a/1", Duration.ofMillis(5)), new MailboxFull("/a/1", 9),
        new PersistFailed("/a/1", "the disk is full", null), new PersistRejected("/a/1", "a rule", CAUSE),
        new PersistUnknown("/a/1", 3, CAUSE), new RecoveryFailed("/a/1", CAUSE), new StartFailed("/a/1", CAUSE),
        new StoreUnavailable("It is away.", CAUSE), new StoreDamaged("It is damaged.", null),
        new StoreRefused("It is refused.", CAUSE), new HistoryCompacted("It is gone."), new TypeRefused("a", "a rule."),
        new WrongCommand("/a/1", String.class, Long.class), new InvalidName("The id", "x", "a rule."),
        new PathTaken("/a/1"), new MissingKey("main"), new UnwantedKey("The store main"),
        new InvalidKey("It is short.", null), new UnknownKey(4), new KeyDisabled(5), new WrongKey("main", 6),
        new WrongVersion("/a/1", "it is old."), new ActorElsewhere("/a/1", "Ask it."), new Forgotten("/a/1"),
        new MissingPersonalKey("/a/1", "it was not given."));
  }

  private static CairnException carried(CairnException failure) {
    FieldOutput out = new FieldOutput(1 << 20);
    CarriedFailures.write(failure, out);
    byte[] bytes = out.toBytes();
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    assertFalse(text.contains("Exception") || text.contains("dev.cairn.api"), text);
    return CarriedFailures.read("/a/1", new FieldInput(bytes, 0, bytes.length));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void a_failure_comes_back_as_itself_in_its_own_words(CairnException failure) {
    CairnException back = carried(failure);
    assertEquals(failure.getClass(), back.getClass());
    assertEquals(failure.getMessage(), back.getMessage());
    assertEquals(failure.getMessage(), back.copy().getMessage());
    if (failure.getCause() == null) {
      assertNull(back.getCause());
    } else {
      assertEquals("The disk burns", back.getCause().getMessage());
    }
  }

  @Test
  void what_a_failure_tells_beside_its_words_comes_back_too() {
    assertEquals(7, ((AlreadyDone) carried(new AlreadyDone("/a/1", "c", 7))).sequence());
    assertEquals(4, ((UnknownKey) carried(new UnknownKey(4))).id());
    assertEquals(6, ((WrongKey) carried(new WrongKey("main", 6))).id());
  }

  @Test
  void what_has_no_code_and_what_a_newer_program_has_is_a_failure_in_its_own_words() {
    StopOverdue overdue = new StopOverdue(List.of("/a/1"), Duration.ofSeconds(1));
    assertEquals(ActorFailed.class, carried(overdue).getClass());
    assertEquals(overdue.getMessage(), carried(overdue).getMessage());
  }

  @Test
  void no_bytes_make_a_reader_of_letters_fail_in_another_way() {
    byte[] letter = CommandLetter.write(new CommandLetter.Head(CommandLetter.Kind.ASK, new StreamKey("main", "a", "1"),
        "c", null, "d", null), out -> out.varint(300));
    assertEquals(300, CommandLetter.read(letter).typeId());
    Random random = new Random(5);
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = letter.clone();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      byte[] cut = Arrays.copyOf(changed, random.nextInt(changed.length + 1));
      try {
        CommandLetter.read(cut);
        read++;
      } catch (UnreadableRecord | OtherVersion e) {
        assertFalse(String.valueOf(e.getMessage()).isEmpty());
      }
    }
    assertTrue(read < 20_000);
    assertThrows(UnreadableRecord.class, () -> AnswerLetter.outcome(new byte[1]));
  }
}
