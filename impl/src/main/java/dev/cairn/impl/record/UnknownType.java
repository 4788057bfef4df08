package dev.cairn.impl.record;

/** A record whose type its reader does not know. Where several programs write, another one may have written it down. */
public final class UnknownType extends UnreadableRecord {
  private static final long serialVersionUID = 1;

  private final int typeId;

  /** Says which type is unknown, and to whom. */
  public UnknownType(int typeId, String rule) {
    super(rule);
    this.typeId = typeId;
  }

  /** The id of the type. */
  public int typeId() {
    return typeId;
  }
}
