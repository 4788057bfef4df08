package dev.cairn.pekko.journal.bank;

import java.util.Set;
import java.util.TreeSet;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;

/** An account of Pekko Typed, which books each step of a transfer once. */
final class Account extends EventSourcedBehavior<Account.Book, Account.Booked, Account.State> {
  static final String TYPE = "account";
  static final String CREDIT = "credit";
  static final String DEBIT = "debit";

  /** Books an amount of a transfer, unless it is booked already. */
  record Book(long transfer, long amount, ActorRef<Done> replyTo) {}

  /** An amount was booked. */
  record Booked(long transfer, long amount) {
    String tag() {
      return amount < 0 ? DEBIT : CREDIT;
    }
  }

  /** The balance, and which transfers it contains. */
  record State(long balance, Set<Long> transfers) {}

  Account(String number) {
    super(PersistenceId.of(TYPE, number));
  }

  @Override
  public State emptyState() {
    return new State(0, Set.of());
  }

  @Override
  public CommandHandler<Book, Booked, State> commandHandler() {
    return newCommandHandlerBuilder().forAnyState().onCommand(Book.class, (state, book) -> {
      if (state.transfers().contains(book.transfer())) {
        return Effect().reply(book.replyTo(), Done.getInstance());
      }
      return Effect().persist(new Booked(book.transfer(), book.amount())).thenReply(book.replyTo(),
          done -> Done.getInstance());
    }).build();
  }

  @Override
  public EventHandler<State, Booked> eventHandler() {
    return (state, booked) -> {
      Set<Long> transfers = new TreeSet<>(state.transfers());
      transfers.add(booked.transfer());
      return new State(state.balance() + booked.amount(), transfers);
    };
  }

  @Override
  public Set<String> tagsFor(Booked booked) {
    return Set.of(booked.tag());
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(20, 2);
  }
}
