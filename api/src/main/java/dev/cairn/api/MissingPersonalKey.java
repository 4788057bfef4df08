package dev.cairn.api;

/**
 * A personal actor or type is used without its key: no personal keys were given, or others, or some that have lost this
 * one. It was not forgotten: with the right keys it can be read. Nothing was changed.
 */
public final class MissingPersonalKey extends KeyException {
  private static final long serialVersionUID = 1;

  private static final String GIVE =
      " Give the right ones: ring.personalKeys(PersonalKeys.file(FILE)), or --personal-keys FILE on the command line.";

  private final String of;

  /**
   * Names the actor.
   *
   * @param of the path of an actor, or the name of a type
   * @param why what is missing, as a sentence
   */
  public MissingPersonalKey(String of, String why) {
    super("What is stored of " + of + " is personal, and its key is not there: " + why + GIVE, null);
    this.of = of;
  }

  /** The actor's path, or the name of the type. */
  public String of() {
    return of;
  }
}
