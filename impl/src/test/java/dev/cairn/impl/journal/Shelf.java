package dev.cairn.impl.journal;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * An actor whose state is full of collections that its apply makes anew, and whose handler does whatever it is told.
 */
final class Shelf implements PersistentActor<Shelf.Order<?>, Shelf.Added, Shelf.Content> {
  static final ActorType<Order<?>, Added, Content> TYPE =
      ActorType.of(MethodHandles.lookup(), "shelf", Added.class, Content.class, Shelf::new);

  sealed interface Order<R> extends Command<Order<?>, R> {}

  record Add(List<String> names) implements Order<Content> {}

  record Meddle(Consumer<Content> how) implements Order<Boolean> {}

  record MeddleAndAdd(Consumer<Content> how, List<String> names) implements Order<Content> {}

  record Look() implements Order<Content> {}

  record Clear() implements Order<Content> {}

  record Added(List<String> names) {}

  record Box(List<String> names) {}

  record Content(List<String> names, Set<String> set, Map<String, Box> boxes, List<Box> row, Optional<Box> last) {}

  @Override
  public Content initialState() {
    return new Content(new ArrayList<>(), new HashSet<>(), new HashMap<>(), new ArrayList<>(),
        Optional.of(new Box(new ArrayList<>())));
  }

  @Override
  public Content apply(Content state, Added added) {
    List<String> names = new ArrayList<>(state.names());
    names.addAll(added.names());
    Map<String, Box> boxes = new HashMap<>(state.boxes());
    added.names().forEach(name -> boxes.put(name, new Box(new ArrayList<>(names))));
    List<Box> row = new ArrayList<>(state.row());
    row.add(new Box(added.names()));
    return new Content(names, new HashSet<>(names), boxes, row, Optional.of(new Box(new ArrayList<>(names))));
  }

  @Override
  public Reply handle(Order<?> order, PersistentContext<Added, Content> ctx) {
    return switch (order) {
      case Add add -> add.reply(ctx.persist(new Added(add.names())));
      case Meddle meddle -> {
        meddle.how().accept(ctx.state());
        yield meddle.reply(true);
      }
      case MeddleAndAdd both -> {
        both.how().accept(ctx.state());
        yield both.reply(ctx.persist(new Added(both.names())));
      }
      case Look look -> look.reply(ctx.state());
      case Clear clear -> clear.reply(ctx.purge());
    };
  }
}
