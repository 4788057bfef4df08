package dev.cairn.api;

/**
 * An actor has stopped: its {@code stopped} has returned, its last event is committed, and its id is free again.
 *
 * @param actor the stopped actor
 * @param cause why it stopped
 */
public record Terminated(ActorRef<?> actor, Cause cause) {
  /** Why an actor has stopped. */
  public sealed interface Cause {
    /** The actor itself or another caller stopped it. */
    record Wanted() implements Cause {}

    /** Its parent stopped or was restarted. */
    record WithItsParent() implements Cause {}

    /**
     * Its supervision ended it, or it could not start.
     *
     * @param failure the last failure
     */
    record AfterFailure(Throwable failure) implements Cause {}

    /** It had stopped before it was watched; the cause is no longer known. */
    record Before() implements Cause {}
  }
}
