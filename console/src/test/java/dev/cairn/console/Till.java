package dev.cairn.console;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.Persistence;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** A till with a line for each sale, which can be taken back. */
final class Till implements PersistentActor<Till.Act<?>, Till.Happened, Till.Receipt> {
  static final ActorType<Act<?>, Happened, Receipt> TYPE =
      ActorType.of(MethodHandles.lookup(), "till", Happened.class, Receipt.class, Till::new)
          .with(Persistence.full().snapshotEvery(10));

  sealed interface Act<R> extends Command<Act<?>, R> {}

  record Sell(String what, BigDecimal price) implements Act<Integer> {}

  record TakeBack() implements Act<Integer> {}

  sealed interface Happened {}

  record Sold(String what, BigDecimal price) implements Happened {}

  record TakenBack(int line) implements Happened {}

  record Line(String what, BigDecimal price) {}

  record Receipt(List<Line> lines, BigDecimal total) {}

  @Override
  public Receipt initialState() {
    return new Receipt(List.of(), BigDecimal.ZERO);
  }

  @Override
  public Receipt apply(Receipt state, Happened event) {
    List<Line> lines = new ArrayList<>(state.lines());
    return switch (event) {
      case Sold sold -> {
        lines.add(new Line(sold.what(), sold.price()));
        yield new Receipt(lines, state.total().add(sold.price()));
      }
      case TakenBack back -> {
        Line line = lines.remove(back.line());
        yield new Receipt(lines, state.total().subtract(line.price()));
      }
    };
  }

  @Override
  public Reply handle(Act<?> command, PersistentContext<Happened, Receipt> ctx) {
    return switch (command) {
      case Sell sell -> sell.reply(ctx.persist(new Sold(sell.what(), sell.price())).lines().size());
      case TakeBack back -> back.reply(ctx.persist(new TakenBack(ctx.state().lines().size() - 1)).lines().size());
    };
  }
}
