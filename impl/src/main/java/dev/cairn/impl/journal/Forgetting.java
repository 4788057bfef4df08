package dev.cairn.impl.journal;

import dev.cairn.api.PersonalKeys.Owner;
import dev.cairn.api.TypeRefused;
import dev.cairn.api.Withdrawal.Reason;
import dev.cairn.impl.commit.Committer;
import dev.cairn.impl.commit.Patience;
import dev.cairn.impl.seal.ActorKeys;
import dev.cairn.spi.StreamKey;

/**
 * Forgets a personal stream, whose actor has stopped. Each step may be the last one before the process dies; then the
 * same call goes on.
 *
 * <pre>
 *   a withdrawal in the log ---> the key destroyed ---> a withdrawal of what was stored meanwhile, where something was
 *             | killed here: the actor lives, and nobody is told. The next call begins anew
 *                                   | killed here: it is forgotten, and readers are told; the next call looks only
 * </pre>
 *
 * Any thread may call; one stream is forgotten by one thread at a time.
 */
final class Forgetting {
  private final Committer committer;
  private final Withdrawals withdrawals;
  private final ActorKeys keys;
  private final StreamKey stream;
  private final Owner owner;

  Forgetting(Committer committer, Manifest manifest, Withdrawals withdrawals, StreamKey stream) {
    this.committer = committer;
    this.withdrawals = withdrawals;
    this.stream = stream;
    this.owner = Manifest.owner(stream);
    this.keys = manifest.actorKeys().filter(all -> all.isPersonal(stream.type()))
        .orElseThrow(() -> new TypeRefused(stream.type(), "store " + stream.store()
            + " has no personal type of this name, so nothing of it can be forgotten. Nothing was done."));
  }

  void run() {
    Patience patience = committer.patience();
    if (keys.isForgotten(owner)) {
      keys.forget(owner); // what a former call has left
    } else {
      tell(patience, () -> keys.forget(owner));
    }
    if (!withdrawals.hasTold(stream, patience)) {
      tell(patience, () -> {});
    }
  }

  private void tell(Patience patience, Runnable doing) {
    long last = committer.read(patience, stream, backend -> StoredHead.of(backend, stream).last());
    withdrawals.around(Reason.FORGOTTEN, stream, last, patience, doing);
  }
}
