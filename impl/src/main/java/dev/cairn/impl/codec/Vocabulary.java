package dev.cairn.impl.codec;

/** Gives a form to the kinds that only a name tells. */
interface Vocabulary {
  Form constant(String name);

  Form record(String name);

  Form oneOf(String name);

  /** Sets are lists to those who have no classes, since what they make of a record may not be hashed. */
  Form set(Form element);

  /** Returns the form of a kind. */
  default Form form(Kind kind) {
    return switch (kind) {
      case Scalar scalar -> ValueForms.of(scalar);
      case Kind.EnumOf constant -> constant(constant.name());
      case Kind.ListOf list -> new ListForm(form(list.element()));
      case Kind.SetOf set -> set(form(set.element()));
      case Kind.MapOf map -> new MapForm(form(map.key()), form(map.value()));
      case Kind.OptionalOf optional -> form(optional.element());
      case Kind.RecordOf record -> record(record.name());
      case Kind.OneOf choice -> oneOf(choice.name());
    };
  }
}
