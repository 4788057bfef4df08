package dev.cairn.impl.codec;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Searches the kinds that a value of a class can hold, at any depth. */
final class Reach {
  private final SchemaScan scan;
  private final Predicate<Kind> sought;
  private final Set<Class<?>> seen = new HashSet<>();

  private Reach(SchemaScan scan, Predicate<Kind> sought) {
    this.scan = scan;
    this.sought = sought;
  }

  /** Whether the kind is a sought one, or its values can hold one. */
  static boolean from(Kind kind, SchemaScan scan, Predicate<Kind> sought) {
    return new Reach(scan, sought).from(kind);
  }

  /** Whether a value of the class can hold a sought kind. */
  static boolean from(Class<?> type, SchemaScan scan, Predicate<Kind> sought) {
    return new Reach(scan, sought).from(type);
  }

  private boolean from(Kind kind) {
    return sought.test(kind) || switch (kind) {
      case Kind.ListOf list -> from(list.element());
      case Kind.SetOf set -> from(set.element());
      case Kind.MapOf map -> from(map.key()) || from(map.value());
      case Kind.OptionalOf optional -> from(optional.element());
      case Kind.RecordOf record -> from(scan.type(record.name()));
      case Kind.OneOf choice -> choice.types().stream().anyMatch(type -> from(scan.type(type)));
      case Scalar scalar -> false;
      case Kind.EnumOf constant -> false;
      case Kind.FormOf form -> false;
    };
  }

  private boolean from(@Nullable Class<?> type) {
    RecordShape shape = scan.records.get(type);
    return shape != null && seen.add(shape.type())
        && shape.components().stream().map(ComponentShape::kind).anyMatch(this::from);
  }
}
