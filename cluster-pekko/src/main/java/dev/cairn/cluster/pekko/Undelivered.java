package dev.cairn.cluster.pekko;

import dev.cairn.cluster.pekko.SliceMessage.Answer;
import dev.cairn.cluster.pekko.SliceMessage.Deliver;
import org.apache.pekko.actor.AllDeadLetters;
import org.apache.pekko.actor.UnhandledMessage;
import org.apache.pekko.actor.WrappedMessage;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Tells the sender of each letter that Pekko has dropped here. Letters that come to the old home of a slice in the
 * moment in which it moves are dropped, so that their order is kept; for an ask that is worse than another order.
 */
final class Undelivered {

  private Undelivered() {}

  static Behavior<Object> letters() {
    return Behaviors.setup(context -> {
      var events = context.getSystem().eventStream();
      events.tell(new EventStream.Subscribe<>(AllDeadLetters.class, context.getSelf().narrow()));
      events.tell(new EventStream.Subscribe<>(UnhandledMessage.class, context.getSelf().narrow()));
      return Behaviors.receiveMessage(dropped -> {
        tell(dropped);
        return Behaviors.same();
      });
    });
  }

  private static void tell(Object dropped) {
    Object message = dropped instanceof UnhandledMessage unhandled ? unhandled.getMessage() : dropped;
    while (message instanceof WrappedMessage wrapped) {
      message = wrapped.message();
    }
    if (message instanceof Deliver deliver) {
      deliver.replyTo().tell(Answer.Undelivered.UNDELIVERED);
    }
  }
}
