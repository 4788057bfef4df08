package dev.cairn.impl.actor;

import dev.cairn.api.EventStream;
import dev.cairn.api.Subscription;
import java.util.function.Consumer;

/** The event stream for authors: what a pipelined actor publishes first waits for the events of this actor. */
record DurableEventStream(EventStream stream) implements EventStream {
  @Override
  public void publish(Object event) {
    RunningCall.awaitDurable();
    stream.publish(event);
  }

  @Override
  public <T> Subscription subscribe(Class<T> events, int waiting, Consumer<? super T> consumer) {
    return stream.subscribe(events, waiting, consumer);
  }
}
