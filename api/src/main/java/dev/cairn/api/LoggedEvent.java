package dev.cairn.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One event of the log with its metadata. The value is decoded on demand. Any thread may call.
 */
public interface LoggedEvent {

  /** The name of the store. */
  String store();

  /** The name of the type of its actor, or of its stream where that has no actor. */
  String actorType();

  /** The id of its actor or stream. */
  String id();

  /** Its sequence in the stream of the actor, from 1. */
  long sequence();

  /** Its offset in the log. */
  LogOffset offset();

  /** When it was persisted. */
  Instant time();

  /** The logical name of its type. */
  String type();

  /** The version of its type with which it was stored, from 1. */
  int version();

  /** The id of the commit that stored it: the same for all events of one {@code persistAll}, and for no others. */
  String commitId();

  /** The id of the command that caused it. */
  Optional<String> commandId();

  /** The correlation id of its command: see {@link ActorRef#correlated}. */
  Optional<String> correlationId();

  /** The cause of the event: as the actor set it, or else the command's id. */
  Optional<String> causationId();

  /** The tags that the actor gave it. */
  List<String> tags();

  /** The entries that the actor gave it. */
  Map<String, String> entries();

  /**
   * Returns the event if its actor is of this type. Empty also if the type passes it over: its {@link Evolution} splits
   * it into no event, or ignores it.
   *
   * @throws IllegalStateException if the type's evolution splits it into several events; {@link #allAs(ActorType)}
   *     returns them
   * @throws StoreDamaged if it cannot be decoded
   * @throws TypeRefused if the type does not match the stored types
   */
  <E> Optional<E> as(ActorType<?, E, ?> type);

  /**
   * Returns the event if its stream is of this type, as {@link #as(ActorType)}.
   *
   * @throws IllegalStateException if the type's evolution splits it into several events; {@link #allAs(StreamType)}
   *     returns them
   * @throws StoreDamaged if it cannot be decoded
   * @throws TypeRefused if the type does not match the stored types
   */
  <E> Optional<E> as(StreamType<E, ?> type);

  /**
   * Returns what this stored event is for the type today, in order: one event, or what {@link Evolution#split} makes of
   * it, or none if its actor is of another type or the type ignores it. Sequence, offset and metadata are those of the
   * stored event for all of them, so a reader takes them as one step.
   *
   * @throws StoreDamaged if it cannot be decoded
   * @throws TypeRefused if the type does not match the stored types
   */
  <E> List<E> allAs(ActorType<?, E, ?> type);

  /**
   * Returns what this stored event is for the type of its stream today, as {@link #allAs(ActorType)}.
   *
   * @throws StoreDamaged if it cannot be decoded
   * @throws TypeRefused if the type does not match the stored types
   */
  <E> List<E> allAs(StreamType<E, ?> type);

  /**
   * Returns names and values without the author's classes, as {@link StoreInspector.Event#fields}.
   *
   * @throws StoreDamaged if it cannot be decoded
   */
  Map<String, @Nullable Object> fields();
}
