package dev.cairn.examples.plugins;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;

/** A doorbell that counts its rings. */
final class Doorbell implements PersistentActor<Doorbell.Ring, Doorbell.Rung, Doorbell.Rings> {
  static final ActorType<Ring, Rung, Rings> TYPE =
      ActorType.of(MethodHandles.lookup(), "doorbell", Rung.class, Rings.class, Doorbell::new);

  /** Rings the bell; the answer is the number of rings. */
  record Ring(String visitor) implements Command<Ring, Long> {}

  /** A visitor rang. */
  record Rung(String visitor) {}

  /** The number of rings. */
  record Rings(long count) {}

  @Override
  public Rings initialState() {
    return new Rings(0);
  }

  @Override
  public Rings apply(Rings rings, Rung event) {
    return new Rings(rings.count() + 1);
  }

  @Override
  public Reply handle(Ring ring, PersistentContext<Rung, Rings> ctx) {
    return ring.reply(ctx.persist(new Rung(ring.visitor())).count());
  }
}
