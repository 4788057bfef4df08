package dev.cairn.impl.actor;

import dev.cairn.api.ActorRef;
import dev.cairn.api.AlreadyDone;
import dev.cairn.api.Answer;
import dev.cairn.api.AskInterrupted;
import dev.cairn.api.AskTimeout;
import dev.cairn.api.CairnException;
import dev.cairn.api.Command;
import dev.cairn.api.InvalidName;
import dev.cairn.api.Refused;
import dev.cairn.spi.StreamKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An address: a cell and how long to wait for it. */
final class Address<C extends Command<?, ?>> implements ActorRef<C> {
  private static final int MAX_ID_BYTES = 128;

  private final ActorCell<C, ?, ?> cell;
  private final Duration timeout;
  private final @Nullable String correlationId;

  Address(ActorCell<C, ?, ?> cell, Duration timeout) {
    this(cell, timeout, null);
  }

  private Address(ActorCell<C, ?, ?> cell, Duration timeout, @Nullable String correlationId) {
    this.cell = cell;
    this.timeout = timeout;
    this.correlationId = correlationId;
  }

  @Override
  public String type() {
    return cell.stream().type();
  }

  @Override
  public String id() {
    return cell.stream().id();
  }

  @Override
  public String path() {
    return "/" + cell;
  }

  @Override
  public ActorRef<C> within(Duration other) {
    if (!other.isPositive()) {
      throw new IllegalArgumentException("An ask needs a positive timeout, not " + other + ".");
    }
    return new Address<>(cell, other, correlationId);
  }

  @Override
  public ActorRef<C> correlated(String id) {
    check("A correlation id", id);
    return new Address<>(cell, timeout, id);
  }

  StreamKey stream() {
    return cell.stream();
  }

  @Override
  public <R extends @Nullable Object> R ask(Command<C, R> command) {
    return await(send(null, command));
  }

  @Override
  public <R extends @Nullable Object> R ask(String commandId, Command<C, R> command) {
    return await(send(commandId, command));
  }

  @Override
  public <R extends @Nullable Object> Answer<R> tryAsk(Command<C, R> command) {
    return answer(() -> ask(command));
  }

  @Override
  public <R extends @Nullable Object> Answer<R> tryAsk(String commandId, Command<C, R> command) {
    return answer(() -> ask(commandId, command));
  }

  @Override
  public <R extends @Nullable Object> CompletableFuture<R> askAsync(Command<C, R> command) {
    return limited(null, command);
  }

  @Override
  public <R extends @Nullable Object> CompletableFuture<R> askAsync(String commandId, Command<C, R> command) {
    return limited(commandId, command);
  }

  @Override
  public void tell(Command<C, ?> command) {
    cell.send(new Envelope.Job<>(command, null, correlationId, null));
  }

  @Override
  public String toString() {
    return cell.toString();
  }

  private CompletableFuture<@Nullable Object> send(@Nullable String commandId, Command<C, ?> command) {
    if (commandId != null) {
      check("A command id", commandId);
    }
    CompletableFuture<@Nullable Object> asker = new CompletableFuture<>();
    cell.send(new Envelope.Job<>(command, commandId, correlationId, asker));
    return asker;
  }

  // the actor answers with what the command's own reply method took
  @SuppressWarnings("unchecked")
  private <R extends @Nullable Object> R await(CompletableFuture<@Nullable Object> asker) {
    try {
      return (R) asker.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (TimeoutException e) {
      throw new AskTimeout(cell.toString(), timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AskInterrupted(cell.toString());
    }
  }

  @SuppressWarnings("unchecked") // as above
  private <R extends @Nullable Object> CompletableFuture<R> limited(@Nullable String commandId, Command<C, R> command) {
    CompletableFuture<R> asker;
    try {
      asker = (CompletableFuture<R>) send(commandId, command);
    } catch (CairnException e) {
      return CompletableFuture.failedFuture(e);
    }
    cell.expire(asker, timeout);
    return asker;
  }

  private static <R extends @Nullable Object> Answer<R> answer(Supplier<R> ask) {
    try {
      return new Answer.Ok<>(ask.get());
    } catch (Refused no) {
      return new Answer.No<>(no.reason());
    } catch (AlreadyDone done) {
      return new Answer.Done<>(done.sequence());
    } catch (CairnException failure) {
      return new Answer.Failed<>(failure);
    }
  }

  private static RuntimeException failure(Throwable cause) {
    if (cause instanceof RuntimeException failure) {
      return failure;
    }
    throw new IllegalStateException("An actor answered with an unexpected failure.", cause);
  }

  private static void check(String what, String commandId) {
    int bytes = commandId.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < 1 || bytes > MAX_ID_BYTES || !StandardCharsets.UTF_8.newEncoder().canEncode(commandId)) {
      throw new InvalidName(what, commandId,
          "it must have 1 to " + MAX_ID_BYTES + " bytes of well-formed UTF-8.");
    }
  }
}
