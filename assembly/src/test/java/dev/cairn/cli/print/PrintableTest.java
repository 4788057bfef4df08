package dev.cairn.cli.print;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class PrintableTest {

  @Test
  void a_harmless_text_stays_as_it_is() {
    assertEquals("Zoë's 口座 \\ 42", Printable.of("Zoë's 口座 \\ 42"));
  }

  @Test
  void control_characters_of_both_kinds_are_shown_as_their_numbers() {
    assertEquals("\\u001b[31mred\\u0007\\u009b2J\\u007f", Printable.of("\u001b[31mred\u0007\u009b2J\u007f"));
  }

  @Test
  void what_turns_the_direction_of_writing_is_shown_as_its_number() {
    assertEquals("a\\u202eb\\u200dc", Printable.of("a\u202eb\u200dc"));
  }

  @Test
  void half_a_surrogate_pair_is_shown_as_its_number_and_a_whole_one_as_itself() {
    assertEquals("\\ud83d \ud83d\ude00", Printable.of("\ud83d \ud83d\ude00"));
  }

  @Test
  void a_text_of_one_line_shows_its_breaks_and_a_text_of_lines_keeps_them() {
    assertEquals("a\\u000ab", Printable.of("a\nb"));
    assertEquals("a\nb\\u000d", Printable.lines("a\nb\r"));
  }
}
