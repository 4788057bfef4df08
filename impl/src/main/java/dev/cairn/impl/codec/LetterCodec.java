package dev.cairn.impl.codec;

import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.UnknownType;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.record.UnstorableValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the commands to actors of one type, their answers and refusals, and decodes them. Only the classes that the
 * schema names are made. Thread-safe.
 *
 * <pre>
 *   [type id: varint] [fields of that type]
 * </pre>
 */
public final class LetterCodec {
  private final Map<Class<?>, Entry> commands = new HashMap<>();
  private final Map<Class<?>, Entry> answers = new HashMap<>();
  private final Map<Class<?>, Entry> refusals = new HashMap<>();
  private final Map<Integer, Entry> byId = new HashMap<>();
  private final KryoPool kryos;

  /** What has one type id. */
  private record Entry(int id, Role role, FieldsSerializer fields) {}

  LetterCodec(LetterSchema schema, Map<String, TypeDefinition> chosen) {
    SchemaScan scan = schema.scan;
    Map<Class<?>, FieldsSerializer> records = new LinkedHashMap<>();
    scan.records.forEach((type, shape) -> {
      FieldsSerializer fields = new RecordSerializer(shape);
      records.put(type, fields);
      Entry entry = add(chosen.get(shape.name()), fields);
      if (schema.answers.containsKey(type)) {
        commands.put(type, entry);
      }
    });
    LetterForms forms = new LetterForms(scan, records, type -> chosen.get(scan.name(type)).id());
    scan.records.forEach((type, shape) -> records.get(type).complete(slots(LetterShape.of(shape), forms)));
    schema.answers.forEach((type, shape) -> answers.put(type, lone(shape, chosen, forms)));
    schema.refusals.forEach((type, shape) -> refusals.put(type, lone(shape, chosen, forms)));
    this.kryos = new KryoPool(records);
  }

  private Entry lone(LetterShape shape, Map<String, TypeDefinition> chosen, LetterForms forms) {
    FieldsSerializer fields = new LoneValue(shape.name(), shape.components().isEmpty());
    fields.complete(slots(shape, forms));
    return add(chosen.get(shape.name()), fields);
  }

  private Entry add(TypeDefinition definition, FieldsSerializer fields) {
    Entry entry = new Entry(definition.id(), definition.role(), fields);
    byId.put(entry.id(), entry);
    return entry;
  }

  private static List<Slot> slots(LetterShape shape, LetterForms forms) {
    List<Slot> slots = new ArrayList<>();
    for (LetterShape.Part part : shape.components()) {
      slots.add(new Slot(slots.size() + 1, part.name(), slots.size(), forms.of(part.kind()), part.absence()));
    }
    return slots;
  }

  /**
   * Appends a command.
   *
   * @throws UnstorableValue with the rule that it breaks
   */
  public void writeCommand(Object command, FieldOutput out) {
    write(commands.get(command.getClass()), command, out);
  }

  /**
   * Decodes a command from exactly these bytes.
   *
   * @throws UnknownType if this program does not have it in this version
   * @throws UnreadableRecord if the bytes are not what {@link #writeCommand} writes
   */
  public Object readCommand(int typeId, byte[] bytes, int offset, int length) {
    Entry entry = require(typeId, Role.COMMAND);
    return kryos.read(bytes, offset, length, entry.fields());
  }

  /**
   * Appends the answer to a command.
   *
   * @throws UnstorableValue with the rule that it breaks
   */
  public void writeAnswer(Class<?> command, @Nullable Object answer, FieldOutput out) {
    Entry entry = Objects.requireNonNull(answers.get(command));
    write(entry, new LoneValue.Held(answer), out);
  }

  /** Appends a refusal of a declared class; false if its class is not declared, and nothing is written. */
  public boolean writeRefusal(Object reason, FieldOutput out) {
    Class<?> type = reason instanceof Enum<?> constant ? constant.getDeclaringClass() : reason.getClass();
    Entry entry = refusals.get(type);
    if (entry != null) {
      write(entry, new LoneValue.Held(reason), out);
    }
    return entry != null;
  }

  /** Decodes an answer or a refusal; as {@link #readCommand}. */
  public @Nullable Object readAnswer(int typeId, byte[] bytes, int offset, int length) {
    Entry entry = require(typeId, Role.ANSWER);
    return ((LoneValue.Held) kryos.read(bytes, offset, length, entry.fields())).value();
  }

  private void write(@Nullable Entry entry, Object value, FieldOutput out) {
    if (entry == null) {
      throw new UnstorableValue("its class " + value.getClass().getSimpleName() + " is not one of the commands");
    }
    out.varint(entry.id());
    kryos.write(out, value, entry.fields());
  }

  private Entry require(int typeId, Role role) {
    Entry entry = byId.get(typeId);
    if (entry == null || entry.role() != role) {
      throw new UnknownType(typeId, "the type id " + typeId + " is no " + role.word() + " of this actor type");
    }
    return entry;
  }
}
