package dev.cairn.impl.codec;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Whether values that were stored as one kind can be read as the kind of a class. */
final class KindFit {
  private final SchemaScan scan;
  private final Declared declared;
  private final Function<Kind.RecordOf, Role> roles;

  /** Takes what tells the role of a stored type. */
  KindFit(SchemaScan scan, Declared declared, Function<Kind.RecordOf, Role> roles) {
    this.roles = roles;
    this.scan = scan;
    this.declared = declared;
  }

  boolean fits(Kind stored, Kind now) {
    return misfit(stored, now) == null;
  }

  /** Returns the difference and the declaration that is missing; null if the kinds fit. */
  @Nullable
  String misfit(Kind stored, Kind now) {
    if (now instanceof Kind.FormOf form) {
      return misfit(stored, form.stored());
    }
    if (now instanceof Kind.ListOf list && stored instanceof Kind.ListOf former) {
      return misfit(former.element(), list.element());
    }
    if (now instanceof Kind.SetOf set && stored instanceof Kind.SetOf former) {
      return misfit(former.element(), set.element());
    }
    if (now instanceof Kind.OptionalOf optional && stored instanceof Kind.OptionalOf former) {
      return misfit(former.element(), optional.element());
    }
    if (now instanceof Kind.MapOf map && stored instanceof Kind.MapOf former) {
      String keys = misfit(former.key(), map.key());
      return keys != null ? keys : misfit(former.value(), map.value());
    }
    if (now instanceof Kind.EnumOf constants && stored instanceof Kind.EnumOf former) {
      return findLoss(former, scan.enums.get(constants.name()));
    }
    if (now instanceof Kind.OneOf choice && stored instanceof Kind.OneOf former) {
      return findLoss(former, choice);
    }
    boolean same = now instanceof Kind.RecordOf record && stored instanceof Kind.RecordOf former
        ? scan.type(record.name()) == declared.end(roles.apply(former), former.name()) : now.equals(stored);
    return same ? null
        : "was " + stored.text() + " and is " + now.text() + ": declare an upcast from a record with the "
            + "former components";
  }

  private @Nullable String findLoss(Kind.EnumOf stored, Class<?> type) {
    Map<String, ?> known = declared.constants(type);
    String name = type.getSimpleName();
    return stored.constants().stream().filter(c -> !known.containsKey(c)).findFirst()
        .map(c -> "may hold the constant " + c + ", which " + name + " does not have: declare formerly(" + name
            + ".NOW, \"" + c + "\"), or retired(" + name + ".class, \"" + c + "\") if it is stored nowhere")
        .orElse(null);
  }

  private @Nullable String findLoss(Kind.OneOf stored, Kind.OneOf now) {
    Set<Class<?>> choice = scan.choices.get(now.name());
    return stored.types().stream().filter(t -> !declared.isGivenUp(t)).filter(t -> !holds(choice, t))
        .findFirst()
        .map(t -> "may hold a " + t + ", which is not a " + now.name() + ": declare formerly(NOW.class, \"" + t
            + "\") for the class it is now, or an upcast, or retired(\"" + t + "\") if it is stored nowhere")
        .orElse(null);
  }

  /** A choice does not say which of an event and a state of one name it means. */
  private boolean holds(Set<Class<?>> choice, String name) {
    return choice.contains(declared.end(Role.VALUE, name)) || choice.contains(declared.end(Role.STATE, name));
  }
}
