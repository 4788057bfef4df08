package dev.cairn.cluster.pekko;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.Placement.NotJoined;
import dev.cairn.spi.PlacementConfig.Lease;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.typed.Cluster;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that one cluster uses a location. The oldest member has a lease of the location, and takes it again and
 * again; the next oldest one takes it when it was given back, or is over. A process runs no slice before the lease is
 * with a member of its own cluster. Any thread may call.
 */
final class OneCluster {
  /** The name of the lease, the same for clusters of all names. */
  static final String LEASE = "cluster";
  private static final System.Logger LOG = System.getLogger(OneCluster.class.getName());
  private static final Duration TTL = Duration.ofSeconds(5);
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final long LOOK_MILLIS = 200;
  private static final long GIVING_SECONDS = 3;

  private final Lease lease;
  private final Cluster cluster;
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile boolean closed;
  private boolean taken;
  private volatile long takenAt;

  OneCluster(Lease lease, Cluster cluster) {
    this.lease = lease;
    this.cluster = cluster;
  }

  /**
   * Waits until a first seed may begin a cluster, or has joined one: while another cluster has the location, it would
   * begin a second one.
   *
   * @param begin called once it may begin
   * @throws NotJoined if it has not joined, and another cluster has the location, or nobody can say
   */
  void awaitTurn(Duration within, Runnable begin, BooleanSupplier hasJoined) {
    until(within, () -> {
      boolean may = !hasJoined.getAsBoolean() && (lease.owner().isEmpty() || take());
      if (may) {
        begin.run();
      }
      return may || hasJoined.getAsBoolean();
    });
  }

  /**
   * Waits until the cluster of this process, which is a member, has the location.
   *
   * @throws NotJoined if another one has it, or nobody can say
   */
  void await(Duration within) {
    until(within, () -> {
      if (!Standing.takesPart(cluster.selfMember())) {
        return false; // what Pekko shows of the members may be a moment behind its news
      }
      if (isOldest()) {
        return take();
      }
      giveBack();
      return lease.owner().map(this::isMember).orElse(true);
    });
  }

  private void until(Duration within, BooleanSupplier reached) {
    long deadline = System.nanoTime() + Math.min(within.toNanos(), PATIENCE.toNanos());
    while (true) {
      BackendException trouble = null;
      try {
        if (reached.getAsBoolean()) {
          return;
        }
      } catch (BackendException e) {
        trouble = e;
      }
      if (System.nanoTime() > deadline || cluster.isTerminated()) {
        throw refusal(trouble);
      }
      pause();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotJoined("The thread that joined the cluster was interrupted.", e);
    }
  }

  private NotJoined refusal(@Nullable BackendException trouble) {
    try {
      if (trouble == null) {
        String other = lease.owner().map(named -> named.substring(0, named.indexOf('#'))).orElse("unknown");
        return new NotJoined("Another cluster uses this location: its oldest process is " + other
            + ", and this process has not joined it. Two clusters would take the actors from each other. Look at "
            + "cluster.seeds, which must be the same in all processes, and whether this one can reach that one. End "
            + "the processes of one of both clusters; if both are wanted, set cluster.beside-another = true in those "
            + "of the second one.", null);
      }
    } catch (BackendException e) {
      trouble = e;
    }
    return new NotJoined("Nobody can say whether another cluster uses this location: " + trouble.getMessage(), trouble);
  }

  /** Also while it leaves, which may take a while; not once it was removed. */
  private boolean isOldest() {
    Member self = cluster.selfMember();
    return Standing.takesPart(self)
        && Standing.members(cluster.state()).noneMatch(member -> member.isOlderThan(self));
  }

  private boolean isMember(String owner) {
    return Standing.members(cluster.state()).anyMatch(member -> name(member).equals(owner));
  }

  private static String name(Member member) {
    return Membership.text(member.address()) + "#" + member.uniqueAddress().longUid();
  }

  /** False also where somebody who wants the lease was in the way. */
  private synchronized boolean take() {
    String self = name(cluster.selfMember());
    takenAt = System.nanoTime();
    if (closed) {
      return false;
    }
    if (lease.take(self, TTL)) {
      taken = true;
      return true;
    }
    boolean lost = lease.owner().filter(owner -> !owner.equals(self)).isPresent();
    if (taken && lost) {
      LOG.log(System.Logger.Level.WARNING,
          "Another cluster has begun to use this location. Both take the actors from each other; end one of them.");
    }
    taken &= !lost;
    return false;
  }

  private synchronized void giveBack() {
    if (taken) {
      lease.give(name(cluster.selfMember()));
      taken = false;
    }
  }

  /** Takes the lease again where this process is the oldest, on another thread. Called again and again. */
  void keep() {
    if (isOldest() && System.nanoTime() - takenAt > EVERY_NANOS && busy.compareAndSet(false, true)) {
      Thread.ofVirtual().name("cairn-cluster-lease").start(() -> {
        try {
          take();
        } catch (BackendException e) {
          // it is taken again in a while; nobody else can take it either
        } finally {
          busy.set(false);
        }
      });
    }
  }

  /** Gives the lease back for good, so that the next one need not wait. Waits a while at most. */
  void close() {
    closed = true;
    try {
      CompletableFuture.runAsync(this::giveBack, task -> Thread.ofVirtual().start(task)).get(GIVING_SECONDS,
          TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.log(System.Logger.Level.DEBUG, "The lease of the cluster was not given back; it ends by itself.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
