package dev.cairn.api;

/**
 * An actor has stopped: its {@code stopped} has returned, its last event is committed, and its id is free again.
 *
 * @param actor which one
 * @param cause why
 */
public record Terminated(ActorRef<?> actor, Cause cause) {
  /** Why an actor has stopped. */
  public sealed interface Cause {
    /** It, or somebody else, wanted it to. */
    record Wanted() implements Cause {}

    /** Its parent stopped or was restarted. */
    record WithItsParent() implements Cause {}

    /**
     * Its supervision ended it, or it could not start.
     *
     * @param failure the last one
     */
    record AfterFailure(Throwable failure) implements Cause {}

    /** It had stopped before it was watched; why is no longer known. */
    record Before() implements Cause {}
  }
}
