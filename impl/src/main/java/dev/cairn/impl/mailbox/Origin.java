package dev.cairn.impl.mailbox;

import org.jspecify.annotations.Nullable;

/**
 * Where a command comes from, as its letter carries it.
 *
 * @param correlationId what all commands of one undertaking have in common
 * @param causationId the command that led to this one, if it has an id; else what has led to that one
 * @param sender what the tracer said where it was sent
 */
public record Origin(@Nullable String correlationId, @Nullable String causationId, @Nullable Object sender) {

  /** What a command carries that is sent while a letter is handled; null for nothing. */
  public static @Nullable Origin after(Letter handled) {
    Origin before = handled.origin();
    String id = handled.id();
    return id == null ? before : new Origin(before == null ? null : before.correlationId(), id, null);
  }

  /** This origin, sent elsewhere. */
  public Origin sentBy(@Nullable Object other) {
    return new Origin(correlationId, causationId, other);
  }

  /** This origin with the correlation id of an address. */
  public Origin correlated(String id) {
    return new Origin(id, causationId, sender);
  }
}
