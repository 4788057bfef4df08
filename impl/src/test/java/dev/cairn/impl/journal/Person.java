package dev.cairn.impl.journal;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.EventMetadata;
import dev.cairn.api.Persistence;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;

/** An actor that keeps what somebody says, in its events, its metadata and its state. */
final class Person implements PersistentActor<Person.Order<?>, Person.Said, Person.Words> {
  static final ActorType<Order<?>, Said, Words> PLAIN =
      ActorType.of(MethodHandles.lookup(), "person", Said.class, Words.class, Person::new)
          .with(Persistence.full().snapshotEvery(4));
  static final ActorType<Order<?>, Said, Words> TYPE = PLAIN.personal();

  sealed interface Order<R> extends Command<Order<?>, R> {}

  record Say(String text) implements Order<Long> {}

  record Hear() implements Order<Words> {}

  record Purge() implements Order<Long> {}

  record Said(String text) {}

  record Words(long count, String last) {}

  @Override
  public Words initialState() {
    return new Words(0, "");
  }

  @Override
  public Words apply(Words words, Said said) {
    return new Words(words.count() + 1, said.text());
  }

  @Override
  public Reply handle(Order<?> order, PersistentContext<Said, Words> ctx) {
    return switch (order) {
      case Say say -> say.reply(ctx.persist(new Said(say.text()),
          EventMetadata.tagged("tag " + say.text()).with("entry", say.text())).count());
      case Hear hear -> hear.reply(ctx.state());
      case Purge purge -> purge.reply(ctx.purge().count());
    };
  }
}
