package dev.cairn.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Children are shells that end with the code they are given. */
final class ConductorTest {
  private final List<Act> played = new ArrayList<>();

  @Test
  void the_second_act_follows_a_halt() {
    assertEquals(1, play("86", "1"));
    assertEquals(List.of(Act.FIRST, Act.SECOND), played);
  }

  @Test
  void there_is_no_second_act_where_the_first_did_not_halt() {
    assertEquals(3, play("3", "0"));
    assertEquals(List.of(Act.FIRST), played);
  }

  @Test
  void a_child_that_somebody_killed_is_no_success_and_the_message_says_how_to_go_on() {
    var stopped = assertThrows(DemoStopped.class, () -> play("137", "0"));
    assertTrue(String.valueOf(stopped.getMessage()).contains("goes on"), stopped.getMessage());
  }

  @Test
  void a_java_that_does_not_start_is_told() {
    var conductor = new Conductor(List.of("/no/such/java"));
    assertThrows(DemoStopped.class, () -> conductor.play(act -> List.of()));
  }

  @Test
  void the_command_of_this_jvm_begins_with_its_java_and_ends_with_its_main_class() {
    var command = OwnJvm.command("some.Main");
    assertTrue(command.get(0).endsWith("java"), command.get(0));
    assertTrue(command.size() > 2, command::toString);
  }

  private int play(String first, String second) {
    return new Conductor(List.of("/bin/sh", "-c", "exit $0")).play(act -> {
      played.add(act);
      return List.of(act == Act.FIRST ? first : second);
    });
  }
}
