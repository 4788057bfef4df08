package dev.cairn.impl.actor;

import dev.cairn.api.ActorDefinition;
import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorStopped;
import dev.cairn.api.Command;
import dev.cairn.api.DeadLetter;
import dev.cairn.api.Mailbox;
import dev.cairn.api.MailboxFull;
import dev.cairn.api.Refused;
import dev.cairn.api.WrongCommand;
import dev.cairn.impl.mailbox.Letter;
import dev.cairn.impl.mailbox.Runner;
import dev.cairn.impl.mailbox.Tell;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * An actor as other actors see it: its path, what it has beside its instance, and what happens to letters that it does
 * not answer.
 *
 * @param <C> the commands
 */
abstract class AddressedCell<C extends Command<?, ?>> extends Runner<Signal> {
  private final LocalActorSystem system;
  private final @Nullable ActorCell<?> parent;
  private final String id;
  private volatile @Nullable Belongings belongings;

  AddressedCell(LocalActorSystem system, @Nullable ActorCell<?> parent, String id, Mailbox mailbox) {
    super(mailbox);
    this.system = system;
    this.parent = parent;
    this.id = id;
  }

  abstract ActorDefinition<C> definition();

  /** The class of the actor's commands. */
  abstract Class<?> commands();

  /** An address with the ask timeout of the system. */
  abstract ActorRef<C> ref();

  final LocalActorSystem system() {
    return system;
  }

  final String id() {
    return id;
  }

  final @Nullable ActorCell<?> parent() {
    return parent;
  }

  final String path() {
    return parent == null ? path(typeInPath(), id) : parent.path() + "/" + segment(id);
  }

  /** The first part of the path. */
  String typeInPath() {
    return definition().name();
  }

  static String path(String type, String id) {
    return "/" + type + "/" + segment(id);
  }

  /** An id within a path. */
  static String segment(String id) {
    return id.indexOf('/') < 0 && id.indexOf('%') < 0 ? id : id.replace("%", "%25").replace("/", "%2F");
  }

  final Belongings belongings() {
    Belongings found = belongings;
    if (found == null) {
      found = new Belongings();
      belongings = found;
    }
    return found;
  }

  final @Nullable Belongings belongingsIfAny() {
    return belongings;
  }

  final Map<String, ActorCell<?>> children() {
    Belongings found = belongings;
    return found == null ? Map.of() : found.children;
  }

  final void dropBelongings() {
    belongings = null;
  }

  @Override
  protected final Mailbox mailbox() {
    return definition().mailbox();
  }

  final Command<?, ?> requireOwn(Command<?, ?> command) {
    Objects.requireNonNull(command, "command");
    if (!commands().isInstance(command)) {
      throw new WrongCommand(path(), command.getClass(), commands());
    }
    return command;
  }

  final ActorStopped stoppedFailure() {
    return new ActorStopped(path(), "it has stopped.");
  }

  final void reject(Letter letter) {
    if (!letter.isTell()) {
      letter.fail(stoppedFailure());
    } else if (letter instanceof Tell tell) {
      system.observer().deadLetter(path(), tell.open(), DeadLetter.Reason.STOPPED);
    }
  }

  final void resetReceiveTimeout() {
    Belongings own = belongings;
    if (own != null && own.receiveTimeout != null) {
      own.receiveTimeout.reset();
    }
  }

  final void refuse(Letter letter, Object reason) {
    if (letter.isTell()) {
      system.observer().refusedTell();
    } else {
      letter.fail(new Refused(path(), reason));
    }
  }

  final void fail(Letter letter, RuntimeException failure) {
    if (letter.isTell()) {
      system.observer().failedTell(path(), failure);
    } else {
      letter.fail(failure);
    }
  }

  final void stash(Letter letter, Command<?, ?> command) {
    Queue<Letter> stash = belongings().stash;
    if (stash.size() < mailbox().count()) {
      stash.add(letter);
    } else if (letter.isTell()) {
      system.observer().deadLetter(path(), command, DeadLetter.Reason.DROPPED);
    } else {
      letter.fail(new MailboxFull(path(), mailbox().count()));
    }
  }

  final void unstash() {
    Belongings own = belongings;
    if (own != null && !own.stash.isEmpty()) {
      putBack(own.stash);
      own.stash.clear();
    }
  }

  /** Interrupts this actor and its descendants where they run, and adds their paths. Any thread may call. */
  final void interrupt(List<String> paths) {
    if (interrupt()) {
      paths.add(path());
    }
    children().values().forEach(child -> child.interrupt(paths));
  }

  /** True if the current thread runs this actor or one of its descendants. */
  final boolean runsWithin() {
    return runsHere() || children().values().stream().anyMatch(ActorCell::runsWithin);
  }

  @Override
  public String toString() {
    return path();
  }
}
