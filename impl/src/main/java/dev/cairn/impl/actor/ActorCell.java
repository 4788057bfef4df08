package dev.cairn.impl.actor;

import dev.cairn.api.ActorFailed;
import dev.cairn.api.ActorStopped;
import dev.cairn.api.ActorType;
import dev.cairn.api.AlreadyDone;
import dev.cairn.api.AskTimeout;
import dev.cairn.api.Command;
import dev.cairn.api.Deferred;
import dev.cairn.api.MailboxFull;
import dev.cairn.api.RecoveryFailed;
import dev.cairn.api.Refused;
import dev.cairn.api.Reply;
import dev.cairn.api.WrongCommand;
import dev.cairn.impl.actor.Envelope.Activate;
import dev.cairn.impl.actor.Envelope.Job;
import dev.cairn.impl.actor.Envelope.Stop;
import dev.cairn.impl.codec.ActorCodec;
import dev.cairn.impl.journal.Store;
import dev.cairn.spi.StreamKey;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One identity: its mailbox, and while it is active its incarnation. Sending is for any thread; all else happens on
 * the one virtual thread that runs the cell while its mailbox holds something.
 */
final class ActorCell<C extends Command<?, ?>, E, S> implements Runnable {
  private static final System.Logger LOG = System.getLogger(ActorCell.class.getName());

  private final LocalActorSystem system;
  private final ActorType<C, E, S> type;
  private final StreamKey stream;
  private final String name;
  private final Class<?> commands;
  private final Store store;
  private final ActorCodec codec;
  private final Mailbox<C> mailbox = new Mailbox<>();
  private @Nullable Incarnation<C, E, S> incarnation;

  ActorCell(LocalActorSystem system, KnownType<C, E, S> known, StreamKey stream) {
    this.system = system;
    this.type = known.type();
    this.commands = known.commands();
    this.store = known.store();
    this.codec = known.codec();
    this.stream = stream;
    this.name = stream.type() + "/" + stream.id();
  }

  ActorType<C, E, S> type() {
    return type;
  }

  StreamKey stream() {
    return stream;
  }

  /** Puts a command into the mailbox, or throws and does not. */
  void send(Job<C> job) {
    if (!commands.isInstance(job.command())) {
      throw new WrongCommand(name, job.command().getClass(), commands);
    }
    if (system.closing()) {
      throw stopped();
    }
    if (mailbox.full()) {
      throw new MailboxFull(name, Mailbox.LIMIT);
    }
    enqueue(job);
  }

  /** Puts what the runtime says into the mailbox, whatever is in there. */
  void enqueue(Envelope<C> envelope) {
    if (mailbox.add(envelope)) {
      Thread.ofVirtual().name(name).start(this);
    }
  }

  /** Lets an asker go once its time is over. */
  void expire(CompletableFuture<?> asker, Duration timeout) {
    system.timeouts().limit(asker, timeout, () -> new AskTimeout(name, timeout));
  }

  @Override
  public void run() {
    do {
      Envelope<C> envelope = mailbox.next();
      try {
        process(envelope);
      } catch (Throwable unexpected) {
        LOG.log(System.Logger.Level.ERROR, "The runtime failed while serving " + this + ".", unexpected);
        envelope.fail(new ActorFailed(name, unexpected));
      }
    } while (mailbox.doneOne());
  }

  @Override
  public String toString() {
    return name;
  }

  private void process(Envelope<C> envelope) {
    switch (envelope) {
      case Stop<C> stop -> {
        if (incarnation != null) {
          incarnation.rest();
        }
        stop.done().complete(null);
      }
      case Activate<C> activate when system.closing() -> activate.fail(stopped());
      case Job<C> job when system.closing() -> job.fail(stopped());
      case Activate<C> activate -> {
        if (recovered(activate) != null) {
          activate.done().complete(null);
        }
      }
      case Job<C> job -> {
        Incarnation<C, E, S> active = recovered(job);
        if (active != null) {
          handle(job, active);
        }
      }
    }
  }

  private @Nullable Incarnation<C, E, S> recovered(Envelope<C> envelope) {
    Incarnation<C, E, S> active = incarnation;
    if (active != null) {
      return active;
    }
    try {
      active = new Incarnation<>(name, type, store.recover(stream, type, codec));
      incarnation = active;
      return active;
    } catch (RuntimeException | StackOverflowError e) {
      envelope.fail(e instanceof RecoveryFailed failed ? failed : new RecoveryFailed(name, e));
      return null;
    }
  }

  private void handle(Job<C> job, Incarnation<C, E, S> active) {
    OptionalLong done = job.id() == null ? OptionalLong.empty() : active.doneAt(job.id());
    if (done.isPresent()) {
      job.fail(new AlreadyDone(name, job.id(), done.getAsLong()));
      return;
    }
    try {
      answer(job, active.handle(job));
    } catch (Throwable thrown) {
      job.fail(active.failureToTell(thrown));
      active.restart();
    }
    if (active.dead()) {
      incarnation = null;
    }
  }

  private void answer(Job<C> job, Reply reply) {
    CompletableFuture<@Nullable Object> asker = job.asker();
    if (asker == null) {
      return;
    }
    switch (reply) {
      case Reply.Value value -> asker.complete(value.value());
      case Reply.Stashed stashed -> throw new IllegalStateException("No command is stashed.");
      case Deferred<?> deferred -> throw new IllegalStateException("No answer is deferred.");
      case Reply.Refusal refusal -> asker.completeExceptionally(new Refused(name, refusal.reason()));
    }
  }

  private ActorStopped stopped() {
    return new ActorStopped(name, "its system is closing.");
  }
}
