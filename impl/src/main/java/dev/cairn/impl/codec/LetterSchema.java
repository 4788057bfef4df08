package dev.cairn.impl.codec;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.TypeRefused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What letters to the actors of one type hold: their commands, the answers that these name, and the declared refusals.
 * The dictionary has them apart from what is stored, under the name {@code TYPE/letters}. A letter is never kept, so no
 * version is ever succeeded: a class of another shape is another version, and only a program that has exactly this
 * version reads it. Thread-safe.
 */
public final class LetterSchema {
  private static final String APART = "/letters";

  final SchemaScan scan;
  final Map<Class<?>, LetterShape> answers = new LinkedHashMap<>();
  final Map<Class<?>, LetterShape> refusals = new LinkedHashMap<>();
  private final String name;
  private final Map<String, LetterShape> shapes = new LinkedHashMap<>();

  private LetterSchema(ActorType<?, ?, ?> type, Class<?> commands) {
    this.name = type.name() + APART;
    this.scan = new SchemaScan(type, commands);
    scan.records.keySet().stream().filter(Command.class::isAssignableFrom).toList().forEach(this::addAnswer);
    type.refusals().forEach(each -> refusals.put(each,
        LetterShape.ofLone("refusal." + each.getSimpleName(), "the refusal " + each.getSimpleName(), each, scan)));
    new EqualityCheck(scan).all();
    scan.records.values().stream().map(LetterShape::of).forEach(shape -> shapes.put(shape.name(), shape));
    answers.values().forEach(shape -> shapes.put(shape.name(), shape));
    refusals.values().forEach(shape -> shapes.put(shape.name(), shape));
  }

  private void addAnswer(Class<?> command) {
    answers.put(command, LetterShape.ofLone("answer." + scan.name(command),
        "the answer to " + command.getSimpleName(), AnswerType.of(command), scan));
  }

  /**
   * Derives the schema from the classes.
   *
   * @param commands the class of the actor's commands
   * @throws TypeRefused if a command, an answer or a refusal cannot be carried; it names the component and the rule
   */
  public static LetterSchema of(ActorType<?, ?, ?> type, Class<?> commands) {
    return new LetterSchema(type, commands);
  }

  /** Whether a definition is one of letters. */
  public static boolean has(TypeDefinition definition) {
    return definition.actorType().endsWith(APART);
  }

  /** Returns the definitions that must be written down before the codec can be used, with the next free ids. */
  public List<TypeDefinition> missing(TypeDictionary dictionary) {
    List<TypeDefinition> missing = new ArrayList<>();
    choose(dictionary).values().forEach(chosen -> {
      if (dictionary.find(chosen.id()).isEmpty()) {
        missing.add(chosen);
      }
    });
    return missing;
  }

  /**
   * Returns the codec for a store with this dictionary.
   *
   * @throws IllegalStateException if a definition is missing
   */
  public LetterCodec bind(TypeDictionary dictionary) {
    if (!missing(dictionary).isEmpty()) {
      throw new IllegalStateException("The types of " + name + " are not yet written down.");
    }
    return new LetterCodec(this, choose(dictionary));
  }

  /**
   * The definition of each shape: the newest version that is the same, or else the next one. Whether a record is the
   * same depends on the versions of the records in it, so all begin at their newest version, and step down as long as
   * one differs.
   */
  private Map<String, TypeDefinition> choose(TypeDictionary dictionary) {
    Map<String, List<TypeDefinition>> known = new HashMap<>();
    Map<String, Integer> tries = new HashMap<>();
    shapes.keySet().forEach(each -> {
      known.put(each, dictionary.ofActor(name).stream().filter(type -> type.name().equals(each)).toList().reversed());
      tries.put(each, 0);
    });
    boolean changed = true;
    while (changed) {
      changed = false;
      for (LetterShape shape : shapes.values()) {
        int at = tries.get(shape.name());
        if (at < known.get(shape.name()).size() && !isSame(shape, known.get(shape.name()).get(at), known, tries)) {
          tries.put(shape.name(), at + 1);
          changed = true;
        }
      }
    }
    return definitions(known, tries, dictionary.nextId());
  }

  private static boolean isSame(LetterShape shape, TypeDefinition there, Map<String, List<TypeDefinition>> known,
      Map<String, Integer> tries) {
    return shape.define(there.id(), there.actorType(), there.version(), each -> version(each, known, tries))
        .equals(there);
  }

  private static int version(String each, Map<String, List<TypeDefinition>> known, Map<String, Integer> tries) {
    List<TypeDefinition> versions = known.get(each);
    int at = tries.get(each);
    return at < versions.size() ? versions.get(at).version()
        : versions.isEmpty() ? 1 : versions.getFirst().version() + 1;
  }

  private Map<String, TypeDefinition> definitions(Map<String, List<TypeDefinition>> known, Map<String, Integer> tries,
      int firstId) {
    Map<String, TypeDefinition> chosen = new LinkedHashMap<>();
    int next = firstId;
    for (LetterShape shape : shapes.values()) {
      int at = tries.get(shape.name());
      List<TypeDefinition> versions = known.get(shape.name());
      chosen.put(shape.name(), at < versions.size() ? versions.get(at)
          : shape.define(next++, name, version(shape.name(), known, tries), each -> version(each, known, tries)));
    }
    return chosen;
  }
}
