package dev.cairn.examples.transfer;

import dev.cairn.api.ActorType;
import dev.cairn.api.Answer;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import dev.cairn.examples.transfer.AccountCommand.Deposit;
import dev.cairn.examples.transfer.AccountCommand.Withdraw;
import java.lang.invoke.MethodHandles;

sealed interface Step {}
record Requested(String from, String to, long cents) implements Step {}
record TakenOut() implements Step {}
record PaidIn() implements Step {}
record Declined(String reason) implements Step {}

enum Progress {
  NEW, REQUESTED, TAKEN_OUT, DONE, DECLINED
}

record TransferState(Progress progress, String from, String to, long cents, String reason) {
  TransferState at(Progress next) {
    return new TransferState(next, from, to, cents, reason);
  }
}

/**
 * One transfer; the caller chooses its id. It persists each step after the step is done. Its asks to an account carry a
 * command id made from its own id, so that a step that was done but not yet persisted is not done twice.
 */
final class Transfer implements PersistentActor<Move, Step, TransferState> {
  static final ActorType<Move, Step, TransferState> TYPE =
      ActorType.of(MethodHandles.lookup(), "transfer", Step.class, TransferState.class, Transfer::new);

  @Override
  public TransferState initialState() {
    return new TransferState(Progress.NEW, "", "", 0, "");
  }

  @Override
  public TransferState apply(TransferState state, Step step) {
    return switch (step) {
      case Requested r -> new TransferState(Progress.REQUESTED, r.from(), r.to(), r.cents(), "");
      case TakenOut t -> state.at(Progress.TAKEN_OUT);
      case PaidIn p -> state.at(Progress.DONE);
      case Declined d -> new TransferState(Progress.DECLINED, state.from(), state.to(), state.cents(), d.reason());
    };
  }

  @Override
  public Reply handle(Move move, PersistentContext<Step, TransferState> ctx) {
    if (ctx.state().progress() == Progress.NEW) {
      ctx.persist(new Requested(move.from(), move.to(), move.cents()));
    }
    if (ctx.state().progress() == Progress.REQUESTED) {
      takeOut(ctx);
    }
    if (ctx.state().progress() == Progress.TAKEN_OUT) {
      payIn(ctx);
    }
    TransferState end = ctx.state();
    return end.progress() == Progress.DONE ? move.reply("done") : move.refuse(end.reason());
  }

  private static void takeOut(PersistentContext<Step, TransferState> ctx) {
    var account = ctx.system().entity(Account.TYPE, ctx.state().from());
    switch (account.tryAsk(ctx.id() + "-out", new Withdraw(ctx.state().cents()))) {
      case Answer.Ok<Long> ok -> ctx.persist(new TakenOut());
      case Answer.Done<Long> done -> ctx.persist(new TakenOut());
      case Answer.No<Long> no -> ctx.persist(new Declined(String.valueOf(no.reason())));
      case Answer.Failed<Long> failed -> throw failed.cause();
    }
  }

  private static void payIn(PersistentContext<Step, TransferState> ctx) {
    var account = ctx.system().entity(Account.TYPE, ctx.state().to());
    switch (account.tryAsk(ctx.id() + "-in", new Deposit(ctx.state().cents()))) {
      case Answer.Ok<Long> ok -> ctx.persist(new PaidIn());
      case Answer.Done<Long> done -> ctx.persist(new PaidIn());
      case Answer.No<Long> no -> throw new IllegalStateException("An account takes every deposit.");
      case Answer.Failed<Long> failed -> throw failed.cause();
    }
  }
}
