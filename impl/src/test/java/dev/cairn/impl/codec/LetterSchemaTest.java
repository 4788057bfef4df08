package dev.cairn.impl.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.TypeRefused;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.UnknownType;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What letters hold, written down beside what is stored. */
class LetterSchemaTest {
  record Event(long number) {}

  record State(long sum) {}

  /** The classes of one program. */
  static final class Old {
    sealed interface Order<R> extends Command<Order<?>, R> {}

    record Add(long amount, Coin coin) implements Order<Long> {}

    record Names() implements Order<Map<String, List<Coin>>> {}

    record Ping() implements Order<Void> {}

    record Coin(String metal) {}
  }

  /** A newer program: a coin has a year, and there is one more command. */
  static final class New {
    sealed interface Order<R> extends Command<Order<?>, R> {}

    record Add(long amount, Coin coin) implements Order<Long> {}

    record Names() implements Order<Map<String, List<Coin>>> {}

    record Ping() implements Order<Void> {}

    record Take(long amount) implements Order<Coin> {}

    record Coin(String metal, int year) {}
  }

  /** What cannot be carried. */
  static final class Bad {
    sealed interface Order<R> extends Command<Order<?>, R> {}

    record Get() implements Order<Thread> {}

    sealed interface Open<R> extends Command<Open<?>, R> {}

    record Any<T>(long number) implements Open<T> {}
  }

  private TypeDictionary dictionary = TypeDictionary.EMPTY;

  private static ActorType<?, ?, ?> type() {
    return ActorType.of(MethodHandles.lookup(), "till", Event.class, State.class, () -> {
      throw new IllegalStateException();
    });
  }

  private LetterCodec codec(Class<?> commands) {
    LetterSchema schema = LetterSchema.of(type(), commands);
    for (TypeDefinition missing : schema.missing(dictionary)) {
      dictionary = dictionary.with(missing);
    }
    return schema.bind(dictionary);
  }

  private static byte[] command(LetterCodec codec, Object command) {
    FieldOutput out = new FieldOutput(1 << 20);
    codec.writeCommand(command, out);
    return out.toBytes();
  }

  private static Object read(LetterCodec codec, byte[] bytes) {
    return codec.readCommand(bytes[0], bytes, 1, bytes.length - 1); // ids below 128 take one byte
  }

  @Test
  void commands_and_answers_of_one_program_are_read_as_they_were() {
    LetterCodec codec = codec(Old.Order.class);
    assertEquals(new Old.Add(5, new Old.Coin("tin")), read(codec, command(codec, new Old.Add(5, new Old.Coin("tin")))));
    FieldOutput out = new FieldOutput(1 << 20);
    Map<String, List<Old.Coin>> answer = Map.of("a", List.of(new Old.Coin("tin"), new Old.Coin("gold")));
    codec.writeAnswer(Old.Names.class, answer, out);
    assertEquals(answer, codec.readAnswer(out.getBuffer()[0], out.toBytes(), 1, out.position() - 1));
    out.clear();
    codec.writeAnswer(Old.Ping.class, null, out);
    assertNull(codec.readAnswer(out.getBuffer()[0], out.toBytes(), 1, out.position() - 1));
  }

  @Test
  void a_changed_record_is_a_new_version_of_each_command_that_has_it_and_of_no_other() {
    LetterCodec before = codec(Old.Order.class);
    LetterCodec after = codec(New.Order.class);
    assertEquals(new New.Ping(), read(after, command(before, new Old.Ping())));
    assertEquals(new Old.Ping(), read(before, command(after, new New.Ping())));
    byte[] changed = command(after, new New.Add(1, new New.Coin("tin", 1900)));
    assertThrows(UnknownType.class, () -> read(before, changed));
    assertThrows(UnknownType.class, () -> read(before, command(after, new New.Take(1))));
    assertThrows(UnknownType.class, () -> read(after, command(before, new Old.Add(1, new Old.Coin("tin")))));
    assertEquals(List.of(1, 2), dictionary.ofActor("till/letters").stream().filter(each -> each.name().equals("Add"))
        .map(TypeDefinition::version).toList());
  }

  @Test
  void a_program_that_comes_back_finds_its_version_and_writes_nothing_down() {
    codec(Old.Order.class);
    codec(New.Order.class);
    int before = dictionary.all().size();
    LetterCodec back = codec(Old.Order.class);
    assertEquals(before, dictionary.all().size());
    assertEquals(new Old.Add(5, new Old.Coin("tin")), read(back, command(back, new Old.Add(5, new Old.Coin("tin")))));
  }

  @Test
  void an_answer_is_no_command_and_an_event_is_none_either() {
    LetterCodec codec = codec(Old.Order.class);
    FieldOutput out = new FieldOutput(1 << 20);
    codec.writeAnswer(Old.Add.class, 5L, out);
    assertThrows(UnknownType.class, () -> read(codec, out.toBytes()));
    byte[] add = command(codec, new Old.Add(1, new Old.Coin("tin")));
    assertThrows(UnknownType.class, () -> codec.readAnswer(add[0], add, 1, add.length - 1));
  }

  @Test
  void what_cannot_be_carried_is_refused_by_name() {
    assertRefused(Bad.Order.class, "the answer to Get is a Thread");
    assertRefused(Bad.Open.class, "Any is generic");
    assertRefused(Command.class, "Command is neither a record nor a sealed interface of records");
  }

  private static void assertRefused(Class<?> commands, String words) {
    String message = assertThrows(TypeRefused.class, () -> LetterSchema.of(type(), commands)).getMessage();
    assertTrue(message.contains(words), message);
  }
}
