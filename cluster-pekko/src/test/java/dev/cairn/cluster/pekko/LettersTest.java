package dev.cairn.cluster.pekko;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.cluster.pekko.TestMember.Settings;
import dev.cairn.spi.Placement.NotSent;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens to a letter. */
@Timeout(180)
final class LettersTest {

  @Test
  void a_letter_reaches_the_process_that_has_the_slice_and_its_answer_comes_back() throws Exception {
    Settings settings = Settings.ofOneSeed();
    try (TestMember a = TestMember.join("a", "letters", settings.seed());
        TestMember b = TestMember.join("b", "letters", settings.another())) {
      TestMember.await("both have slices", () -> a.slices() + b.slices() == TestMember.SLICES && b.slices() > 0);
      for (int slice = 0; slice < TestMember.SLICES; slice++) {
        String home = a.placement.here(slice) ? "a" : "b";
        assertEquals(home + " " + slice + " hello", a.ask(slice, "hello"));
        assertEquals(home + " " + slice + " again", b.ask(slice, "again"));
      }
      refusesALetterThatIsTooLarge(a);
      endsAtItsTime(a, b);
      hasNoAnswerThatIsTooLarge(a, b);
    }
  }

  private static void refusesALetterThatIsTooLarge(TestMember a) throws Exception {
    String largest = a.ask(0, new byte[PekkoPlacement.MAX_LETTER - 100], Duration.ofSeconds(10));
    assertTrue(largest.length() > PekkoPlacement.MAX_LETTER - 100);
    var e = assertThrows(ExecutionException.class,
        () -> a.ask(0, new byte[PekkoPlacement.MAX_LETTER + 1], Duration.ofSeconds(10)));
    assertInstanceOf(NotSent.class, e.getCause());
    assertEquals("The letter has 262145 bytes; at most 262144 go from one process to another.",
        e.getCause().getMessage());
  }

  private static void endsAtItsTime(TestMember a, TestMember b) {
    a.silent = true;
    b.silent = true;
    for (int slice = 0; slice < TestMember.SLICES; slice += TestMember.SLICES - 1) {
      int asked = slice;
      var e = assertThrows(ExecutionException.class, () -> a.ask(asked, new byte[3], Duration.ofMillis(100)));
      assertInstanceOf(TimeoutException.class, e.getCause());
    }
    a.silent = false;
    b.silent = false;
  }

  private static void hasNoAnswerThatIsTooLarge(TestMember a, TestMember b) {
    a.answerBytes = PekkoPlacement.MAX_LETTER + 1;
    b.answerBytes = PekkoPlacement.MAX_LETTER + 1;
    for (int slice = 0; slice < TestMember.SLICES; slice++) {
      int asked = slice;
      var e = assertThrows(ExecutionException.class, () -> a.ask(asked, new byte[3], Duration.ofSeconds(10)));
      assertTrue(e.getMessage().contains("The answer has 262145 bytes"), e.getMessage());
    }
  }
}
