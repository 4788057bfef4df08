package dev.cairn.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One event as it stands in the log, with all that is known of it. The value is decoded when it is asked for. Any
 * thread may call.
 */
public interface LoggedEvent {

  /** The name of the store. */
  String store();

  /** The name of the actor's type. */
  String actorType();

  /** The actor's id. */
  String id();

  /** Its number among the events of the actor, from 1. */
  long sequence();

  /** Its place in the log. */
  LogOffset offset();

  /** When it was persisted. */
  Instant time();

  /** The logical name of its type. */
  String type();

  /** The version of its type under which it was stored, from 1. */
  int version();

  /** The name of the commit that stored it: the same for all events of one {@code persistAll}, and for no others. */
  String commitId();

  /** The id of the command that led to it. */
  Optional<String> commandId();

  /** What its command belongs to: see {@link ActorRef#correlated}. */
  Optional<String> correlationId();

  /** What led to it: what the actor said, or else the command's id. */
  Optional<String> causationId();

  /** The tags that the actor gave it. */
  List<String> tags();

  /** The entries that the actor gave it. */
  Map<String, String> entries();

  /**
   * Returns the event, if it is one of this type's actors.
   *
   * @throws StoreDamaged if it cannot be decoded
   * @throws TypeRefused if the type does not fit what is stored
   */
  <E> Optional<E> as(ActorType<?, E, ?> type);

  /**
   * Returns names and values without the author's classes, as {@link StoreInspector.Event#fields}.
   *
   * @throws StoreDamaged if it cannot be decoded
   */
  Map<String, @Nullable Object> fields();
}
