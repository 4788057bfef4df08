package dev.cairn.cluster.pekko;

import dev.cairn.cluster.pekko.SliceMessage.Answer;
import dev.cairn.cluster.pekko.SliceMessage.Deliver;
import dev.cairn.cluster.pekko.SliceMessage.Release;
import dev.cairn.cluster.pekko.SliceMessage.Released;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;

/**
 * Hosts one slice while it is in this process. It stops only when what runs in the slice has ended, so the slice starts
 * elsewhere after that; Pekko stops it by force when that takes too long.
 */
final class Slice extends AbstractBehavior<SliceMessage> {
  private final int number;
  private final Slices slices;

  private Slice(ActorContext<SliceMessage> context, int number, Slices slices) {
    super(context);
    this.number = number;
    this.slices = slices;
    slices.gained(number);
  }

  static Behavior<SliceMessage> of(int number, Slices slices) {
    return Behaviors.setup(context -> new Slice(context, number, slices));
  }

  @Override
  public Receive<SliceMessage> createReceive() {
    return newReceiveBuilder()
        .onMessage(Deliver.class, this::deliver)
        .onMessage(Release.class, any -> release())
        .onMessage(Released.class, any -> Behaviors.stopped())
        .onSignal(PostStop.class, any -> stopped())
        .build();
  }

  private Behavior<SliceMessage> deliver(Deliver deliver) {
    slices.receive(number, deliver.letter())
        .whenComplete((answer, failure) -> deliver.replyTo().tell(answer(answer, failure)));
    return this;
  }

  private static Answer answer(byte @Nullable [] answer, @Nullable Throwable failure) {
    if (answer == null) {
      String why = failure == null ? null : failure.getMessage();
      return new Answer.Failed(why == null ? "The process that has the letter gave no answer." : why);
    }
    return answer.length <= PekkoPlacement.MAX_LETTER ? new Answer.Bytes(answer)
        : new Answer.Failed("The answer has " + answer.length + " bytes; at most " + PekkoPlacement.MAX_LETTER
            + " go from one process to another.");
  }

  private Behavior<SliceMessage> release() {
    getContext().pipeToSelf(slices.release(number), (done, failure) -> Released.RELEASED);
    return this;
  }

  private Behavior<SliceMessage> stopped() {
    slices.release(number);
    return this;
  }
}
