package dev.cairn.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A plain actor that forwards each of its commands to one of several children, its routees, which work in parallel. Its
 * ref takes the commands of a routee; the answer is the routee's.
 *
 * <pre>{@code
 * var scanners = system.spawn(Router.roundRobin("scanners", Scanner.TYPE, 4), "all");
 * }</pre>
 *
 * <p>Commands to different routees have no order. A stopped routee is not replaced, and commands to it fail with {@link
 * ActorStopped} as the cause; use a supervision that restarts it. Command ids are not forwarded.
 *
 * @param <C> the commands of the routees
 */
public final class Router<C extends Command<?, ?>> implements Actor<C> {
  private static final Duration LONGEST = Duration.ofHours(1);

  private final PlainType<C> routee;
  private final int count;
  private final @Nullable ToIntFunction<? super C> hash;
  private final List<ActorRef<C>> routees = new ArrayList<>();
  private int next;

  private Router(PlainType<C> routee, int count, @Nullable ToIntFunction<? super C> hash) {
    this.routee = routee;
    this.count = count;
    this.hash = hash;
  }

  /**
   * Declares a router whose routees take turns.
   *
   * @param name as of {@link PlainType#of}
   * @param count how many routees, from 1
   */
  public static <C extends Command<?, ?>> PlainType<C> roundRobin(String name, PlainType<C> routee, int count) {
    return type(name, routee, count, null);
  }

  /**
   * Declares a router that hands commands with the same hash to the same routee, in order.
   *
   * @param name as of {@link PlainType#of}
   * @param count how many routees, from 1
   * @param hash returns a hash of a command, such as the hash code of an id in it; runs on the router's thread
   */
  public static <C extends Command<?, ?>> PlainType<C> byHash(String name, PlainType<C> routee, int count,
      ToIntFunction<? super C> hash) {
    return type(name, routee, count, Objects.requireNonNull(hash, "hash"));
  }

  private static <C extends Command<?, ?>> PlainType<C> type(String name, PlainType<C> routee, int count,
      @Nullable ToIntFunction<? super C> hash) {
    Objects.requireNonNull(routee, "routee");
    if (count < 1) {
      throw new IllegalArgumentException("A router has 1 or more routees, not " + count + ".");
    }
    return PlainType.of(name, () -> new Router<>(routee, count, hash));
  }

  @Override
  public void started(ActorContext ctx) {
    for (int number = 1; number <= count; number++) {
      routees.add(ctx.spawn(routee, Integer.toString(number)).within(LONGEST));
    }
  }

  @Override
  @SuppressWarnings("unchecked") // a command of C goes to an actor of C, and its answer goes back to its asker
  public Reply handle(C command, ActorContext ctx) {
    int turn = hash == null ? next++ : hash.applyAsInt(command);
    ActorRef<C> chosen = routees.get(Math.floorMod(turn, count));
    Deferred<Object> answer = ctx.later((Command<C, Object>) command);
    chosen.askAsync((Command<C, Object>) command).whenComplete((value, failure) -> {
      switch (failure) {
        case null -> answer.reply(value);
        case Refused no -> answer.refuse(no.reason());
        case ActorFailed failed when failed.getCause() != null -> answer.fail(failed.getCause());
        default -> answer.fail(failure);
      }
    });
    return answer;
  }
}
