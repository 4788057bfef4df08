package dev.cairn.impl.codec;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The forms of the kinds that letters hold, each in the one version that this program has. */
final class LetterForms {
  private final SchemaScan scan;
  private final Map<Class<?>, FieldsSerializer> records;
  private final ToIntFunction<Class<?>> ids;

  LetterForms(SchemaScan scan, Map<Class<?>, FieldsSerializer> records, ToIntFunction<Class<?>> ids) {
    this.scan = scan;
    this.records = records;
    this.ids = ids;
  }

  Form of(Kind kind) {
    return switch (kind) {
      case Scalar scalar -> ValueForms.of(scalar);
      case Kind.EnumOf constant -> constant(scan.enums.get(constant.name()));
      case Kind.ListOf list -> new ListForm(of(list.element()));
      case Kind.SetOf set -> new SetForm(of(set.element()));
      case Kind.MapOf map -> new MapForm(of(map.key()), of(map.value()));
      case Kind.OptionalOf optional -> of(optional.element());
      case Kind.RecordOf record -> new RecordForm(records.get(scan.type(record.name())));
      case Kind.OneOf choice -> oneOf(scan.choices.get(choice.name()));
      case Kind.FormOf form -> new ConvertedForm<>(form.codec(), of(form.stored()));
    };
  }

  private static Form constant(Class<?> type) {
    Map<String, @Nullable Enum<?>> constants = new HashMap<>();
    Stream.of(type.getEnumConstants()).map(each -> (Enum<?>) each).forEach(each -> constants.put(each.name(), each));
    return new EnumForm(type, constants);
  }

  private Form oneOf(Set<Class<?>> choice) {
    return new OneOfForm(choice.stream().collect(Collectors.toMap(each -> each, ids::applyAsInt)),
        choice.stream().collect(Collectors.toMap(ids::applyAsInt, each -> new RecordForm(records.get(each)))));
  }
}
