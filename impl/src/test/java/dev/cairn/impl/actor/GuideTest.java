package dev.cairn.impl.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.Actor;
import dev.cairn.api.ActorContext;
import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.DeadLetter;
import dev.cairn.api.Deferred;
import dev.cairn.api.Mailbox;
import dev.cairn.api.Persistence;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.PlainType;
import dev.cairn.api.Reply;
import dev.cairn.api.Supervision;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The fragments of docs/actors.md, compiled and run. */
class GuideTest extends ActorsTest {
  sealed interface DeskCommand<R> extends Command<DeskCommand<?>, R> {
    record Hire(String name) implements DeskCommand<String> {}
    record Left(String name) implements DeskCommand<Integer> {}
    record Staff() implements DeskCommand<Integer> {}
  }

  static final class Desk implements Actor<DeskCommand<?>> {
    static final PlainType<DeskCommand<?>> TYPE = PlainType.of("desk", Desk::new);

    private int staff;

    @Override
    public Reply handle(DeskCommand<?> command, ActorContext ctx) {
      return switch (command) {
        case DeskCommand.Hire hire -> {
          ActorRef<ClerkCommand<?>> clerk = ctx.spawn(Clerk.TYPE, hire.name());
          ctx.watch(clerk, terminated -> new DeskCommand.Left(hire.name()));
          staff++;
          yield hire.reply(clerk.path());
        }
        case DeskCommand.Left left -> left.reply(--staff);
        case DeskCommand.Staff count -> count.reply(staff);
      };
    }
  }

  sealed interface ClerkCommand<R> extends Command<ClerkCommand<?>, R> {
    record Next() implements ClerkCommand<String> {}
    record Case(String title) implements ClerkCommand<Integer> {}
    record Close() implements ClerkCommand<Boolean> {}
    record Looked(String result) implements ClerkCommand<Boolean> {}
  }

  /** Hands out cases to those who ask for the next one, and lets them wait while there is none. */
  record Hit() implements Command<Hit, Long> {}

  record Counted() {}

  record Hits(long count) {}

  static final class Counter implements PersistentActor<Hit, Counted, Hits> {
    static final ActorType<Hit, Counted, Hits> TYPE =
        ActorType.of(MethodHandles.lookup(), "counter", Counted.class, Hits.class, Counter::new)
            .with(Persistence.full().pipelined());

    @Override
    public Hits initialState() {
      return new Hits(0);
    }

    @Override
    public Hits apply(Hits hits, Counted event) {
      return new Hits(hits.count() + 1);
    }

    @Override
    public Reply handle(Hit hit, PersistentContext<Counted, Hits> ctx) {
      return hit.reply(ctx.persist(new Counted()).count());
    }
  }

  interface Mailer {
    void send(String to, String text);
  }

  record Book(String room, String guest) implements Command<Book, Instant> {}

  record Booked(String room, String guest, Instant at) {}

  record Rooms(Map<String, Instant> booked) {}

  static final class Hotel implements PersistentActor<Book, Booked, Rooms> {
    private final Mailer mailer;

    Hotel(Mailer mailer) {
      this.mailer = mailer;
    }

    static ActorType<Book, Booked, Rooms> type(Mailer mailer) {
      return ActorType.of(MethodHandles.lookup(), "hotel", Booked.class, Rooms.class, () -> new Hotel(mailer));
    }

    @Override
    public Rooms initialState() {
      return new Rooms(Map.of());
    }

    @Override
    public Rooms apply(Rooms rooms, Booked event) {
      Map<String, Instant> booked = new HashMap<>(rooms.booked());
      booked.put(event.room(), event.at());
      return new Rooms(booked);
    }

    @Override
    public Reply handle(Book book, PersistentContext<Booked, Rooms> ctx) {
      ctx.persist(new Booked(book.room(), book.guest(), ctx.now()));
      mailer.send(book.guest(), "Your room is " + book.room() + ".");
      return book.reply(ctx.now());
    }
  }

  static final class FrontDesk {
    private final ActorSystem system;
    private final ActorType<Book, Booked, Rooms> hotels;

    FrontDesk(ActorSystem system, Mailer mailer) {
      this.system = system;
      this.hotels = Hotel.type(mailer);
    }

    Instant book(String chain, String hotel, Book book) {
      return system.entity(hotels.in(chain), hotel).ask(book);
    }
  }

  static final class Clerk implements Actor<ClerkCommand<?>> {
    static final PlainType<ClerkCommand<?>> TYPE = PlainType.of("clerk", Clerk::new)
        .with(Mailbox.of(500).whenFull(Mailbox.WhenFull.BLOCK))
        .with(Supervision.restart().limit(5, Duration.ofSeconds(10)));

    private final Queue<String> cases = new ArrayDeque<>();
    private final Queue<Deferred<String>> waiting = new ArrayDeque<>();

    @Override
    public void started(ActorContext ctx) {
      ctx.timers().once("closing time", Duration.ofHours(8), new ClerkCommand.Close());
    }

    @Override
    public Reply handle(ClerkCommand<?> command, ActorContext ctx) {
      return switch (command) {
        case ClerkCommand.Next next when cases.isEmpty() -> {
          Deferred<String> later = ctx.later(next);
          waiting.add(later);
          yield later;
        }
        case ClerkCommand.Next next -> next.reply(cases.remove());
        case ClerkCommand.Case added -> {
          cases.add(added.title());
          while (!cases.isEmpty() && !waiting.isEmpty()) {
            waiting.remove().reply(cases.remove());
          }
          yield added.reply(cases.size());
        }
        case ClerkCommand.Close close -> {
          CompletableFuture<String> report = CompletableFuture.supplyAsync(() -> "a long report");
          ctx.pipeToSelf(report, (text, failure) -> new ClerkCommand.Looked(text));
          yield close.reply(true);
        }
        case ClerkCommand.Looked looked -> {
          ctx.stop();
          yield looked.reply(true);
        }
      };
    }
  }

  @Test
  void children_are_watched_and_answers_come_later() {
    ActorRef<DeskCommand<?>> desk = system.spawn(Desk.TYPE, "front");
    assertEquals("/desk/front/ann", desk.ask(new DeskCommand.Hire("ann")));
    assertEquals(1, desk.ask(new DeskCommand.Staff()));

    ActorRef<ClerkCommand<?>> clerk = system.spawn(Clerk.TYPE, "bob");
    CompletableFuture<String> next = clerk.askAsync(new ClerkCommand.Next());
    clerk.tell(new ClerkCommand.Case("lost umbrella"));
    assertEquals("lost umbrella", next.join());
    clerk.ask(new ClerkCommand.Close());
    until(() -> ((LocalRef<?>) clerk).cellIfAny().isClosed());
  }

  @Test
  void dead_letters_can_be_heard() {
    List<String> lost = new ArrayList<>();
    var subscription = system.eventStream().subscribe(DeadLetter.class, 1_000, letter -> lost.add(letter.path()));
    ActorRef<DeskCommand<?>> desk = system.spawn(Desk.TYPE, "front");
    system.stop(desk);
    desk.tell(new DeskCommand.Staff());
    until(() -> lost.size() == 1);
    assertEquals(0, subscription.dropped());
    subscription.close();
  }

  @Test
  void an_actor_gets_its_mailer_from_its_type_and_the_time_from_its_context() {
    List<String> mails = new ArrayList<>();
    FrontDesk desk = new FrontDesk(system, (to, text) -> mails.add(to + ": " + text));
    Instant before = Instant.now();
    Instant first = desk.book("chain-a", "ritz", new Book("1", "ann"));
    Instant second = desk.book("chain-a", "ritz", new Book("2", "bob"));
    assertTrue(!first.isBefore(before) && !second.isBefore(first), "the time of the machine");
    assertEquals(List.of("ann: Your room is 1.", "bob: Your room is 2."), mails);
  }

  @Test
  void a_pipelined_counter_counts() {
    assertEquals(1, system.entity(Counter.TYPE, "1").ask(new Hit()));
  }

  @Test
  void every_fragment_of_the_guide_stands_here_or_in_an_example() throws Exception {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("docs/actors.md"))) {
      root = root.getParent();
    }
    String compiled = plain(Files.readString(root.resolve("impl/src/test/java/dev/cairn/impl/actor/GuideTest.java")))
        + plain(Files.readString(
            root.resolve("examples/transfer/src/main/java/dev/cairn/examples/transfer/Transfer.java")));
    String guide = Files.readString(root.resolve("docs/actors.md"));
    List<String> fragments =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(guide).results().map(each -> each.group(1))
            .toList();
    assertTrue(fragments.size() > 3, "there are fragments");
    for (String fragment : fragments) {
      assertTrue(compiled.contains(plain(fragment)), () -> "Not compiled: " + fragment);
    }
  }

  private static String plain(String source) {
    return source.replaceAll("\\s+", " ").strip();
  }
}
