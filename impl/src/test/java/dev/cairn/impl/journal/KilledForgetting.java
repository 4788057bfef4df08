package dev.cairn.impl.journal;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.EncryptedKey;
import dev.cairn.api.KeyRing;
import dev.cairn.impl.journal.Person.Order;
import dev.cairn.impl.journal.Person.Say;
import dev.cairn.impl.personal.DyingKeys;
import dev.cairn.impl.personal.DyingKeys.Moment;
import java.nio.file.Path;
import java.util.HexFormat;

/** A process that makes keys and forgets an actor, and dies at a moment of that. */
final class KilledForgetting {
  private KilledForgetting() {}

  /** The folder, the file of the personal keys, the key of the ring, the backend, and the moment. */
  public static void main(String[] args) {
    KeyRing ring = KeyRing.of(EncryptedKey.of(HexFormat.of().parseHex(args[2])))
        .personalKeys(new DyingKeys(Path.of(args[1]), Moment.valueOf(args[4])));
    ActorSystem system = ActorSystem.builder().data(Path.of(args[0])).backend(args[3]).keys(ring).open();
    for (String id : new String[] { "early", "late" }) {
      ActorRef<Order<?>> person = system.entity(Person.TYPE, id);
      person.ask(new Say("marker of " + id));
      person.ask(new Say("marker of " + id));
    }
    system.forget(Person.TYPE, "early");
    throw new IllegalStateException("It was to die.");
  }
}
