package dev.cairn.cluster.pekko;

import dev.cairn.spi.Placement;
import dev.cairn.spi.PlacementConfig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Places slices by Apache Pekko Cluster Sharding. */
public final class PekkoPlacement implements Placement {

  /** How many bytes of a letter or an answer go from one process to another: Pekko's frame. */
  static final int MAX_LETTER = 256 << 10;

  private volatile @Nullable Membership membership;
  private volatile @Nullable Slices slices;

  /** For the search of services. */
  public PekkoPlacement() {}

  @Override
  public String name() {
    return "pekko";
  }

  @Override
  public void open(Receiver receiver, PlacementConfig config) {
    ClusterSettings settings = ClusterSettings.read(config);
    var own = new Slices(config.slices(), receiver);
    membership = Membership.join(settings, config, own);
    slices = own;
  }

  @Override
  public boolean here(int slice) {
    Slices own = slices;
    return own != null && own.here(slice);
  }

  @Override
  public CompletionStage<byte[]> send(int slice, byte[] letter, Duration within) {
    Membership current = membership;
    if (current == null || slices == null) {
      return CompletableFuture.failedStage(new NotSent("This process is not a member of the cluster."));
    }
    if (letter.length > MAX_LETTER) {
      return CompletableFuture
          .failedStage(new NotSent("The letter has " + letter.length + " bytes; at most " + MAX_LETTER
              + " go from one process to another."));
    }
    return current.send(slice, letter, within);
  }

  @Override
  public CompletionStage<Boolean> confirm(int slice, Duration within) {
    Membership current = membership;
    return current == null || !here(slice) ? CompletableFuture.completedStage(false)
        : current.confirm(within).thenApply(confirmed -> confirmed && here(slice));
  }

  @Override
  public List<Member> members() {
    Membership current = membership;
    return current == null ? List.of() : current.members();
  }

  @Override
  public void close() {
    Membership current = membership;
    if (current != null) {
      current.leave();
      slices = null;
    }
  }
}
