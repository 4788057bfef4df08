package dev.cairn.impl.personal;

import dev.cairn.api.PersonalKeys.Owner;
import org.jspecify.annotations.Nullable;

/** What is to be written of one actor: a key, or without one the mark that it is forgotten. And what came of it. */
final class KeyWrite {
  final Owner owner;
  final byte @Nullable [] wrapped;
  byte @Nullable [] kept;
  boolean wasForgotten;

  KeyWrite(Owner owner, byte @Nullable [] wrapped) {
    this.owner = owner;
    this.wrapped = wrapped;
  }
}
