package dev.cairn.console.browser;

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
import java.util.concurrent.locks.LockSupport;

/** An order of a shop. */
final class Order implements PersistentActor<Order.Act, Order.Happened, Order.Sheet> {
  static final ActorType<Act, Happened, Sheet> TYPE =
      ActorType.of(MethodHandles.lookup(), "order", Happened.class, Sheet.class, Order::new)
          .with(Persistence.full().snapshotEvery(5));

  record Act(Happened what, long millis) implements Command<Act, Integer> {}

  sealed interface Happened {}

  record Placed(String customer, String city) implements Happened {}

  record Added(String article, int pieces, BigDecimal price) implements Happened {}

  record Paid(String method, BigDecimal amount) implements Happened {}

  record Shipped(String parcel) implements Happened {}

  enum Status {
    OPEN, PAID, SHIPPED
  }

  record Line(String article, int pieces, BigDecimal price) {}

  record Sheet(String customer, String city, Status status, List<Line> lines, BigDecimal total) {}

  @Override
  public Sheet initialState() {
    return new Sheet("", "", Status.OPEN, List.of(), BigDecimal.ZERO);
  }

  @Override
  public Sheet apply(Sheet state, Happened event) {
    return switch (event) {
      case Placed placed -> new Sheet(placed.customer(), placed.city(), Status.OPEN, List.of(), BigDecimal.ZERO);
      case Added added -> {
        List<Line> lines = new ArrayList<>(state.lines());
        lines.add(new Line(added.article(), added.pieces(), added.price()));
        BigDecimal total = state.total().add(added.price().multiply(BigDecimal.valueOf(added.pieces())));
        yield new Sheet(state.customer(), state.city(), state.status(), lines, total);
      }
      case Paid paid -> new Sheet(state.customer(), state.city(), Status.PAID, state.lines(), state.total());
      case Shipped shipped -> new Sheet(state.customer(), state.city(), Status.SHIPPED, state.lines(), state.total());
    };
  }

  @Override
  public Reply handle(Act command, PersistentContext<Happened, Sheet> ctx) {
    ctx.persist(command.what());
    long until = System.nanoTime() + command.millis() * 1_000_000;
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
    return command.reply(ctx.state().lines().size());
  }
}
