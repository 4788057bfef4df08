package dev.cairn.impl.inspect;

import dev.cairn.api.Position;
import dev.cairn.api.StoreHead;
import dev.cairn.api.StoreInspector.Damage;
import dev.cairn.api.StoreInspector.Proof;
import dev.cairn.impl.chain.ChainProof;
import dev.cairn.impl.chain.Link;
import dev.cairn.impl.chain.Marks;
import dev.cairn.impl.chain.StoredChain;
import dev.cairn.spi.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The heads of the chains of one moment of a location, and what older ones prove. Used by one thread. */
final class Heads {
  private static final int EARLIER = 15;
  private static final String NOTHING = "nothing is proven";

  private final Backend moment;
  private final Function<String, StoredChain> chains;

  Heads(Backend moment, Function<String, StoredChain> chains) {
    this.moment = moment;
    this.chains = chains;
  }

  /** The head of a chain; empty if there is none. */
  static Optional<StoreHead> of(Backend moment, StoredChain chain) {
    return chain.end(moment).map(end -> new StoreHead(chain.store(), chain.id().toString(), position(end), end.text(),
        chain.earlier(moment, EARLIER).stream().map(link -> new StoreHead.Mark(position(link), link.text())).toList()));
  }

  private static Position position(Link link) {
    return new Position(link.position().generation(), link.position().offset());
  }

  Proof prove(StoreHead head) {
    String place = "store " + head.store();
    if (!moment.stores().contains(head.store())) {
      return none(head, place, "it is not there any more");
    }
    StoredChain chain = chains.apply(head.store());
    if (!chain.id().toString().equals(head.id())) {
      return none(head, place, "it is another store: its identity is " + chain.id() + ", and that of the head is "
          + head.id() + ". A copy has an identity and a chain of its own");
    }
    if (chain.last(moment) == 0) {
      return none(head, place, "it has no hash chain any more, and it had one when the head was taken");
    }
    List<Damage> found = new ArrayList<>();
    ChainProof proof = new ChainProof(moment, chain, Marks.of(head), (damage, stream) -> found.add(damage));
    proof.run();
    return new Proof(head, proof.events(), proof.deletedEvents(), found.stream().findFirst());
  }

  private static Proof none(StoreHead head, String place, String what) {
    return new Proof(head, 0, 0, Optional.of(new Damage(place, what, NOTHING)));
  }
}
