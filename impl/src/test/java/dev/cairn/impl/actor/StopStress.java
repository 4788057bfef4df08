package dev.cairn.impl.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.Actor;
import dev.cairn.api.ActorContext;
import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorStopped;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.Answer;
import dev.cairn.api.Command;
import dev.cairn.api.PlainType;
import dev.cairn.api.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Commands that meet a stop. */
public class StopStress {
  private static final int ROUNDS = 200 * Integer.getInteger("stress", 1);
  private static final int SENDERS = 3;
  private static final int COMMANDS = 50;

  private record Note(int sender, int number) implements Command<Note, Boolean> {}

  /** Counts, and keeps the order. */
  private record Desk(List<Note> handled) implements Actor<Note> {
    @Override
    public Reply handle(Note note, ActorContext ctx) {
      handled.add(note);
      return note.reply(true);
    }
  }

  private final AtomicLong refused = new AtomicLong();

  @Test
  void a_command_that_meets_a_stop_is_handled_in_order_or_is_a_dead_letter_or_fails_its_ask() {
    try (var system = ActorSystem.builder().data(Path.of("memory")).backend("memory")
        .askTimeout(Duration.ofSeconds(30)).open();
        var threads = Executors.newFixedThreadPool(SENDERS + 2)) {
      for (int round = 0; round < ROUNDS; round++) {
        meet(system, threads, round);
      }
    }
  }

  private void meet(ActorSystem system, ExecutorService threads, int round) {
    List<Note> handled = new ArrayList<>(); // the actor's own, read after it has stopped
    ActorRef<Note> desk = system.spawn(PlainType.of("desk", () -> new Desk(handled)), "1"); // the id is free again
    long lettersBefore = system.statistics().deadLetters();
    long refusedBefore = refused.get();
    List<CompletableFuture<Void>> done = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      int sender = i;
      done.add(CompletableFuture.runAsync(() -> send(desk, sender), threads));
    }
    for (int i = 0; i < 2; i++) {
      done.add(CompletableFuture.runAsync(() -> system.stop(desk), threads));
    }
    done.forEach(CompletableFuture::join);
    long letters = system.statistics().deadLetters() - lettersBefore;
    assertEquals(SENDERS * COMMANDS, handled.size() + letters + refused.get() - refusedBefore, "round " + round);
    assertInOrder(handled);
  }

  /** Asks with every tenth command. */
  private void send(ActorRef<Note> desk, int sender) {
    for (int i = 0; i < COMMANDS; i++) {
      Note note = new Note(sender, i);
      if (i % 10 != 0) {
        desk.tell(note);
      } else if (desk.tryAsk(note) instanceof Answer.Failed<Boolean> failed) {
        assertTrue(failed.cause() instanceof ActorStopped, failed.cause()::toString);
        refused.incrementAndGet();
      }
    }
  }

  private static void assertInOrder(List<Note> handled) {
    for (int i = 0; i < SENDERS; i++) {
      int sender = i;
      List<Integer> numbers = handled.stream().filter(note -> note.sender() == sender).map(Note::number).toList();
      assertEquals(IntStream.range(0, numbers.size()).boxed().toList(), numbers, "of one sender, from the first on");
    }
  }
}
