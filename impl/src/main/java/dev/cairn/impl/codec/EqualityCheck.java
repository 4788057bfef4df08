package dev.cairn.impl.codec;

import dev.cairn.api.TypeRefused;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses elements of sets and keys of maps that are not equal to themselves once they are read again: arrays, and
 * records with an array. A record with its own {@code equals} is accepted.
 */
final class EqualityCheck {
  private static final String ARRAY = "byte[]";

  private final SchemaScan scan;

  EqualityCheck(SchemaScan scan) {
    this.scan = scan;
  }

  /**
   * Checks all records that were found.
   *
   * @throws TypeRefused with the component, and the type in it that is never equal
   */
  void all() {
    scan.records.values().forEach(shape -> shape.components().forEach(component -> {
      String culprit = within(component.kind());
      if (culprit != null) {
        throw scan.refuse("the component '" + component.name() + "' of " + shape.name() + " has " + culprit
            + " where equal values must be found, and " + (culprit.equals(ARRAY) ? "arrays are never equal"
                : "its array is never equal to another; give " + culprit + " its own equals and hashCode"));
      }
    }));
  }

  /** Looks for sets and maps in a component, but not in the records that it holds. */
  private @Nullable String within(Kind kind) {
    return switch (kind) {
      case Kind.SetOf set -> unequal(set.element(), new HashSet<>());
      case Kind.MapOf map -> first(unequal(map.key(), new HashSet<>()), within(map.value()));
      case Kind.ListOf list -> within(list.element());
      case Kind.OptionalOf optional -> within(optional.element());
      case Scalar scalar -> null;
      case Kind.EnumOf constant -> null;
      case Kind.RecordOf record -> null;
      case Kind.OneOf choice -> null;
      case Kind.FormOf form -> null;
    };
  }

  /** Names the type that makes two values unequal although their bytes are equal. A codec's value is taken as equal. */
  private @Nullable String unequal(Kind kind, Set<Class<?>> seen) {
    return switch (kind) {
      case Scalar scalar -> scalar.text().equals(Scalar.BYTES.text()) ? ARRAY : null;
      case Kind.ListOf list -> unequal(list.element(), seen);
      case Kind.SetOf set -> unequal(set.element(), seen);
      case Kind.MapOf map -> first(unequal(map.key(), seen), unequal(map.value(), seen));
      case Kind.OptionalOf optional -> unequal(optional.element(), seen);
      case Kind.RecordOf record -> unequal(scan.records.get(scan.type(record.name())), seen);
      case Kind.OneOf choice -> choice.types().stream().map(type -> unequal(scan.records.get(scan.type(type)), seen))
          .reduce(null, EqualityCheck::first);
      case Kind.EnumOf constant -> null;
      case Kind.FormOf form -> null;
    };
  }

  private @Nullable String unequal(@Nullable RecordShape shape, Set<Class<?>> seen) {
    if (shape == null || !seen.add(shape.type()) || comparesByItself(shape.type())) {
      return null;
    }
    for (ComponentShape component : shape.components()) {
      String culprit = unequal(component.kind(), seen);
      if (culprit != null) {
        return culprit.equals(ARRAY) ? shape.name() : culprit;
      }
    }
    return null;
  }

  /** The {@code equals} that the compiler generates for a record is final; an author's own is usually not. */
  private static boolean comparesByItself(Class<?> record) {
    try {
      return !Modifier.isFinal(record.getMethod("equals", Object.class).getModifiers());
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e); // every object has it
    }
  }

  private static @Nullable String first(@Nullable String one, @Nullable String other) {
    return one != null ? one : other;
  }
}
