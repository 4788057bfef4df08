package dev.cairn.examples.kafka;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Answer;
import dev.cairn.api.Command;

/**
 * What a message asks of which actor.
 *
 * @param type the type of the actor
 * @param id its id
 * @param command the command
 */
record Request<C extends Command<?, ?>>(ActorType<C, ?, ?> type, String id, Command<C, ?> command) {

  /** The actor, as a key. */
  String actor() {
    return type.name() + "/" + id;
  }

  Answer<?> ask(ActorSystem system, String commandId) {
    return system.entity(type, id).tryAsk(commandId, command);
  }
}
