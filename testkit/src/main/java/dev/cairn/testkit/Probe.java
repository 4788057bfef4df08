package dev.cairn.testkit;

import dev.cairn.api.Actor;
import dev.cairn.api.ActorContext;
import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.Command;
import dev.cairn.api.PlainType;
import dev.cairn.api.Reply;
import dev.cairn.api.Terminated;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An actor that replaces another actor in a test and keeps the commands that it gets. The test takes the commands in
 * the order of their arrival, each once. Used by one thread; any thread may use its ref.
 *
 * <pre>{@code
 * var probe = Probe.<AccountCommand<?>>in(system);
 * transfer.tell(new Start(probe.ref()));
 * assertEquals(100, probe.expect(Deposit.class).cents());
 * probe.expectNothing();
 * }</pre>
 *
 * @param <C> the commands of the actor that it replaces
 */
public final class Probe<C extends Command<?, ?>> {
  private static final AtomicInteger PROBES = new AtomicInteger();

  private final BlockingQueue<C> commands = new LinkedBlockingQueue<>();
  private final BlockingQueue<Terminated> terminated = new LinkedBlockingQueue<>();
  private final Set<ActorRef<?>> watched = new HashSet<>();
  private final Function<? super C, ? extends @Nullable Reply> answers;
  private final Duration patience;
  private final ActorRef<Command<?, ?>> actor;

  private Probe(ActorSystem system, Duration patience, Function<? super C, ? extends @Nullable Reply> answers) {
    this.patience = patience;
    this.answers = answers;
    PlainType<Command<?, ?>> type = PlainType.of("probe", Listener::new);
    this.actor = system.spawn(type, Integer.toString(PROBES.incrementAndGet()));
  }

  /** Starts a probe that waits up to 5 seconds for an expected command, and answers no ask. */
  public static <C extends Command<?, ?>> Probe<C> in(ActorSystem system) {
    return in(system, Duration.ofSeconds(5), command -> null);
  }

  /**
   * Starts a probe.
   *
   * @param patience how long it waits for an expected command, by the machine's clock
   * @param answers answers each command, with {@code command.reply(...)} or {@code command.refuse(...)}, or with null
   *     for no answer; called on the probe's own thread
   */
  public static <C extends Command<?, ?>> Probe<C> in(ActorSystem system, Duration patience,
      Function<? super C, ? extends @Nullable Reply> answers) {
    return new Probe<>(system, patience, answers);
  }

  /** The address of this probe. */
  @SuppressWarnings("unchecked") // it takes every command, also those of C
  public ActorRef<C> ref() {
    return (ActorRef<C>) (ActorRef<?>) actor;
  }

  /**
   * Waits for the next command.
   *
   * @throws AssertionError if no command comes
   */
  public C expect() {
    return next(commands, "a command");
  }

  /**
   * Waits for the next command, which must be of this class.
   *
   * @throws AssertionError if none comes, or another one comes comes
   */
  public <T extends C> T expect(Class<T> type) {
    C command = next(commands, "a " + type.getSimpleName());
    if (!type.isInstance(command)) {
      throw new AssertionError("Expected a " + type.getSimpleName() + ", but came " + command + ".");
    }
    return type.cast(command);
  }

  /**
   * Waits for the next command, which must equal this one, part by part.
   *
   * @throws AssertionError if none comes, or another one
   */
  public void expect(C expected) {
    C command = next(commands, expected.toString());
    Shape.of(expected).difference("should be", Shape.of(command), "is").ifPresent(difference -> {
      throw new AssertionError("Expected " + expected + ", but came " + command + ": " + difference + ".");
    });
  }

  /**
   * Checks that no command is left, neither one that has arrived nor one that is already on its way to this probe. It
   * does not wait for other actors: to know that another actor has sent its commands, ask it something first.
   *
   * @throws AssertionError if a command is left
   */
  public void expectNothing() {
    actor.within(patience).ask(new Fence());
    C command = commands.poll();
    if (command != null) {
      throw new AssertionError("Expected nothing, but came " + command + ".");
    }
  }

  /**
   * Begins to watch an actor. Otherwise {@link #expectTerminated} begins to watch it, perhaps too late to learn the
   * cause.
   */
  public void watch(ActorRef<?> other) {
    if (watched.add(other)) {
      actor.within(patience).ask(new Watch(other));
    }
  }

  /**
   * Waits until a watched actor has stopped; watches it if needed.
   *
   * @throws AssertionError if none does, or another one
   */
  public Terminated expectTerminated(ActorRef<?> other) {
    watch(other);
    Terminated next = next(terminated, "the end of " + other.path());
    watched.remove(next.actor());
    if (!next.actor().equals(other)) {
      throw new AssertionError(
          "Expected the end of " + other.path() + ", but " + next.actor().path() + " has stopped.");
    }
    return next;
  }

  private <T> T next(BlockingQueue<T> queue, String expected) {
    try {
      T next = queue.poll(TimeUnit.NANOSECONDS.convert(patience), TimeUnit.NANOSECONDS);
      if (next == null) {
        throw new AssertionError("Expected " + expected + ", but nothing came within " + patience + ".");
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for " + expected + ".", e);
    }
  }

  private record Fence() implements Command<Command<?, ?>, Boolean> {}
  private record Watch(ActorRef<?> other) implements Command<Command<?, ?>, Boolean> {}
  private record Gone(Terminated signal) implements Command<Command<?, ?>, Boolean> {}

  private final class Listener implements Actor<Command<?, ?>> {

    @Override
    public Reply handle(Command<?, ?> command, ActorContext ctx) {
      return switch (command) {
        case Fence fence -> fence.reply(true);
        case Watch watch -> {
          ctx.watch(watch.other(), Gone::new);
          yield watch.reply(true);
        }
        case Gone gone -> {
          terminated.add(gone.signal());
          yield gone.reply(true);
        }
        default -> keep(command, ctx);
      };
    }

    @SuppressWarnings("unchecked") // every other command came through the typed ref
    private Reply keep(Command<?, ?> command, ActorContext ctx) {
      Reply answer = answers.apply((C) command);
      commands.add((C) command);
      return answer == null ? ctx.later(command) : answer;
    }
  }
}
