package dev.cairn.pekko.journal;

import com.typesafe.config.Config;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.snapshot.japi.SnapshotStore;
import scala.concurrent.Future;

/** The snapshot store {@code cairn.snapshot-store}. Pekko makes it. */
public final class CairnSnapshotStore extends SnapshotStore {
  private final ActorSystem system = context().system();
  private final PluginLocation location;
  private final Payloads payloads = new Payloads(system);
  private final PendingWrites pending = new PendingWrites();
  private final Answers answers = new Answers(context().dispatcher());
  private final Executor waiting;

  /** Reads its section of the configuration. */
  public CairnSnapshotStore(Config plugin) {
    this.location = PluginLocation.of(system, plugin);
    this.waiting = system.dispatchers().lookup(plugin.getString("blocking-dispatcher"));
  }

  @Override
  public void preStart() throws Exception {
    super.preStart();
    location.open(system);
  }

  private SnapshotStream stream(String persistenceId) {
    return new SnapshotStream(location.get().snapshots(persistenceId), persistenceId, payloads);
  }

  @Override
  public Future<Optional<SelectedSnapshot>> doLoadAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
    return answers.of(pending.after(persistenceId,
        () -> CompletableFuture.supplyAsync(() -> stream(persistenceId).load(criteria::matches), waiting)));
  }

  @Override
  public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
    return change(metadata.persistenceId(),
        () -> stream(metadata.persistenceId()).save(metadata, snapshot).thenApply(place -> null));
  }

  @Override
  public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
    return delete(metadata.persistenceId(), saved -> saved.sequenceNr() == metadata.sequenceNr()
        && (metadata.timestamp() == 0 || metadata.timestamp() == saved.timestamp()));
  }

  @Override
  public Future<Void> doDeleteAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
    return delete(persistenceId, criteria::matches);
  }

  private Future<Void> delete(String persistenceId, Predicate<SnapshotMetadata> matching) {
    return change(persistenceId,
        () -> CompletableFuture.runAsync(() -> stream(persistenceId).delete(matching), waiting));
  }

  /** Changes of one persistent actor take their turn, so that a deletion sees the snapshots before it, and no other. */
  private Future<Void> change(String persistenceId, Supplier<CompletionStage<Void>> change) {
    CompletableFuture<Void> outcome = pending.after(persistenceId, change);
    pending.add(persistenceId, outcome);
    return answers.of(outcome);
  }
}
