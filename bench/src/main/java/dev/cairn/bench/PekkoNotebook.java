package dev.cairn.bench;

import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** What {@link Notebook} does, as an actor of Apache Pekko that takes no snapshots. */
final class PekkoNotebook
    extends EventSourcedBehavior<PekkoNotebook.Write, PekkoNotebook.Written, PekkoNotebook.Count> {
  record Write(List<byte[]> notes, ActorRef<Long> asker) {}
  record Written(byte[] bytes) {}
  record Count(long notes, byte[] last) {}

  PekkoNotebook(String id) {
    super(PersistenceId.ofUniqueId(id));
  }

  @Override
  public Count emptyState() {
    return new Count(0, new byte[0]);
  }

  @Override
  public CommandHandler<Write, Written, Count> commandHandler() {
    return newCommandHandlerBuilder().forAnyState()
        .onCommand(Write.class, write -> Effect().persist(write.notes().stream().map(Written::new).toList())
            .thenReply(write.asker(), Count::notes))
        .build();
  }

  @Override
  public EventHandler<Count, Written> eventHandler() {
    return (state, event) -> new Count(state.notes() + 1, event.bytes());
  }

  /** Stores the bytes of an event as they are: the least that a serializer can do. */
  public static final class Plain extends SerializerWithStringManifest {
    private static final int IDENTIFIER = 7001;

    /** Pekko makes it. */
    public Plain() {}

    @Override
    public int identifier() {
      return IDENTIFIER;
    }

    @Override
    public String manifest(Object event) {
      return "";
    }

    @Override
    public byte[] toBinary(Object event) {
      return ((Written) event).bytes();
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
      return new Written(bytes);
    }
  }
}
