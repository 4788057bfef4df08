package dev.cairn.pekko.journal;

import java.util.Set;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Props;
import org.apache.pekko.persistence.AbstractPersistentActor;
import org.apache.pekko.persistence.DeleteMessagesSuccess;
import org.apache.pekko.persistence.RecoveryCompleted;
import org.apache.pekko.persistence.journal.Tagged;
import scala.jdk.javaapi.CollectionConverters;

/** A classic persistent actor that writes down what it is told, and says what it has written. */
final class Scribe extends AbstractPersistentActor {
  /** Writes a text. The answer is the text. */
  record Write(String text, Set<String> tags) {}

  /** Deletes events. The answer comes once they are deleted. */
  record Delete(long to) {}

  /** Asks for everything that was written. */
  record Read() {}

  private final String id;
  private final StringBuilder written = new StringBuilder();
  private ActorRef asker = ActorRef.noSender();

  Scribe(String id) {
    this.id = id;
  }

  static Props of(String id) {
    return Props.create(Scribe.class, () -> new Scribe(id));
  }

  @Override
  public String persistenceId() {
    return id;
  }

  @Override
  public AbstractActor.Receive createReceiveRecover() {
    return receiveBuilder().match(String.class, written::append).match(RecoveryCompleted.class, done -> {}).build();
  }

  @Override
  public AbstractActor.Receive createReceive() {
    return receiveBuilder().match(Write.class, this::write)
        .match(Delete.class, delete -> {
          asker = getSender();
          deleteMessages(delete.to());
        })
        .match(DeleteMessagesSuccess.class, done -> asker.tell("deleted", getSelf()))
        .match(Read.class, read -> getSender().tell(written.toString(), getSelf()))
        .build();
  }

  private void write(Write write) {
    Object event = write.tags().isEmpty() ? write.text()
        : new Tagged(write.text(), CollectionConverters.asScala(write.tags()).toSet());
    persist(event, stored -> {
      written.append(write.text());
      getSender().tell(write.text(), getSelf());
    });
  }
}
