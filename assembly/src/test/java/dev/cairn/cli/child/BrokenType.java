package dev.cairn.cli.child;

import dev.cairn.api.ActorType;

/** A class with an actor type that cannot be loaded, beside others in the same jar that can. */
final class BrokenType {
  static final ActorType<?, ?, ?> TYPE = broken();

  private BrokenType() {}

  private static ActorType<?, ?, ?> broken() {
    throw new NoClassDefFoundError("org/example/Library");
  }
}
