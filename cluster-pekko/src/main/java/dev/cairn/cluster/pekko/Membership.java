package dev.cairn.cluster.pekko;

import dev.cairn.cluster.pekko.SliceMessage.Answer;
import dev.cairn.cluster.pekko.SliceMessage.Deliver;
import dev.cairn.cluster.pekko.SliceMessage.Release;
import dev.cairn.spi.Placement.Member;
import dev.cairn.spi.Placement.NotJoined;
import dev.cairn.spi.Placement.NotSent;
import dev.cairn.spi.PlacementConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.ShardRegion.ClusterShardingStats;
import org.apache.pekko.cluster.sharding.typed.GetClusterShardingStats;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.ShardingMessageExtractor;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.JoinSeedNodes;

/** This process as a member of a cluster, from its start to its end. */
final class Membership {
  private static final EntityTypeKey<SliceMessage> SLICE = EntityTypeKey.create(SliceMessage.class, "slice");
  private static final Duration STATS = Duration.ofSeconds(2);
  private static final Duration REST_OF_LEAVING = Duration.ofSeconds(40);
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration LAST_THREADS = Duration.ofSeconds(1);
  private static final Executor SOON = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);
  private static final CoordinatedShutdown.Reason LEAVING = new Leaving();

  private final ClusterSettings settings;
  private final Slices slices;
  private final ActorSystem<Void> system;
  private final Optional<OneCluster> oneCluster;
  private final CompletableFuture<Void> joined = new CompletableFuture<>();
  private volatile org.apache.pekko.actor.ActorRef region = org.apache.pekko.actor.ActorRef.noSender();
  private volatile List<EntityRef<SliceMessage>> refs = List.of();
  private volatile List<Member> members = List.of();
  private final CountDownLatch leaving = new CountDownLatch(1);
  private final CountDownLatch gone = new CountDownLatch(1);
  private volatile boolean sharing;
  private volatile boolean ending;
  private final PendingAsks pending = new PendingAsks();

  /** This process leaves because its system is closed. */
  private static final class Leaving implements CoordinatedShutdown.Reason {}

  private Membership(ClusterSettings settings, PlacementConfig config, Slices slices) {
    this.settings = settings;
    this.slices = slices;
    ClassLoader loader = Membership.class.getClassLoader();
    ActorSystemSetup setup = ActorSystemSetup.create(BootstrapSetup.create(Optional.of(loader),
        Optional.of(PekkoConfig.of(settings, config, loader)), Optional.empty()));
    this.system = ActorSystem.create(Behaviors.empty(), "cairn",
        config.leases().map(leases -> setup.withSetup(new LeaseSetup(leases.apply("half of " + config.cluster()))))
            .orElse(setup));
    this.oneCluster = settings.besideAnother() ? Optional.empty()
        : config.leases().map(leases -> new OneCluster(leases.apply(OneCluster.LEASE), Cluster.get(system)));
  }

  /**
   * Joins, and returns as a member.
   *
   * @throws NotJoined if that does not work; nothing is left
   */
  static Membership join(ClusterSettings settings, PlacementConfig config, Slices slices) {
    Membership membership;
    try {
      membership = new Membership(settings, config, slices);
    } catch (RuntimeException e) {
      throw new NotJoined("This process cannot listen at " + settings.bind() + ", or its TLS does not start: "
          + e.getMessage() + " Look whether another process has the port, and at cluster.bind-host.", e);
    }
    try {
      membership.start();
      membership.await(config);
      membership.oneCluster.ifPresent(one -> one.await(settings.joinWithin()));
      membership.share();
      return membership;
    } catch (RuntimeException e) {
      membership.end();
      throw e;
    }
  }

  /** Begins to run slices, as a member. */
  private void share() {
    var entity = Entity.of(SLICE, context -> Slice.of(Integer.parseInt(context.getEntityId()), slices))
        .withStopMessage(Release.RELEASE).withMessageExtractor(new OneShardASlice());
    ClusterSharding sharding = ClusterSharding.get(system);
    region = Adapter.toClassic(sharding.init(entity));
    refs = IntStream.range(0, slices.count())
        .mapToObj(slice -> sharding.entityRefFor(SLICE, Integer.toString(slice))).toList();
    sharing = true;
  }

  private void start() {
    CoordinatedShutdown.get(system).addTask(CoordinatedShutdown.PhaseBeforeServiceUnbind(), "cairn", this::begin);
    CoordinatedShutdown.get(system).addJvmShutdownHook((Runnable) this::keepConnections);
    system.systemActorOf(ClusterWatch.of(this), "cairn-watch", Props.empty());
    system.systemActorOf(Undelivered.letters(), "cairn-undelivered", Props.empty());
    system.systemActorOf(Standing.answering(), Standing.NAME, Props.empty());
    List<Address> seeds = settings.seeds().stream()
        .map(seed -> new Address("pekko", "cairn", seed.host(), seed.port())).toList();
    Address self = Cluster.get(system).selfMember().address();
    if (oneCluster.isPresent() && seeds.getFirst().equals(self)) {
      joinAsFirst(oneCluster.get(), self, seeds);
    } else {
      join(seeds);
    }
  }

  private void join(List<Address> seeds) {
    Cluster.get(system).manager().tell(new JoinSeedNodes(seeds));
  }

  /** The first of the seeds begins a cluster where the others do not answer, and they may only be slow. */
  private void joinAsFirst(OneCluster one, Address self, List<Address> seeds) {
    List<Address> others = seeds.stream().filter(seed -> !seed.equals(self)).toList();
    if (!others.isEmpty()) {
      join(others);
    }
    one.awaitTurn(settings.joinWithin(), () -> join(seeds), joined::isDone);
  }

  /**
   * When the JVM ends, Pekko closes its connections as soon as its hooks are done: this one waits until all is left.
   */
  private void keepConnections() {
    try {
      if (leaving.await(REST_OF_LEAVING.toSeconds() / 8, TimeUnit.SECONDS)) {
        gone.await(settings.releaseWithin().plus(REST_OF_LEAVING).toSeconds(), TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void await(PlacementConfig config) {
    try {
      joined.get(settings.joinWithin().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new NotJoined("No process at " + seeds() + " has let this one (" + settings.address() + ") in within "
          + settings.joinWithin().toSeconds() + " s. Look whether they run and can reach this address, and whether all "
          + "have TLS with certificates that they accept, or none has. A new cluster begins on the first seed.", e);
    } catch (ExecutionException e) {
      throw new NotJoined("The cluster at " + seeds() + " is another one. This process is of cluster '"
          + config.cluster() + "' on location '" + config.location() + "' with " + config.slices()
          + " slices; cluster, location and "
          + "slices must be the same in all processes.", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotJoined("The thread that joined the cluster was interrupted.", e);
    }
  }

  private String seeds() {
    return settings.seeds().stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  /** The first step of every end. Where this process did not want it, the receiver is told. */
  private CompletionStage<Done> begin() {
    ending = true;
    CoordinatedShutdown.Reason reason =
        CoordinatedShutdown.get(system).getShutdownReason().orElse(CoordinatedShutdown.unknownReason());
    if (!sharing) {
      joined.completeExceptionally(new IllegalStateException(reason.toString()));
    } else if (!(reason instanceof Leaving)) {
      slices.lost("This process (" + settings.address() + ") is no longer a member: the others could not reach it for "
          + settings.stableAfter().toMillis()
          + " ms and longer, or it could not reach most of them. What it has stored "
          + "is stored. Look at the network and for long pauses of this process, and start it again.");
      pending.end();
    }
    return CompletableFuture.completedStage(Done.getInstance());
  }

  /** Sends a letter and brings the answer. One that met a moving slice is sent again. */
  CompletionStage<byte[]> send(int slice, byte[] letter, Duration within) {
    if (ending) {
      return CompletableFuture.failedStage(new NotSent("This process is leaving the cluster."));
    }
    long deadline = System.nanoTime() + within.toNanos();
    return pending.add(refs.get(slice).<Answer>ask(replyTo -> new Deliver(letter, replyTo), within)
        .thenCompose(answer -> switch (answer) {
          case Answer.Bytes bytes -> CompletableFuture.completedStage(bytes.bytes());
          case Answer.Failed failed -> CompletableFuture.failedStage(new IllegalStateException(failed.why()));
          case Answer.Undelivered undelivered -> again(slice, letter, deadline);
        }));
  }

  private CompletionStage<byte[]> again(int slice, byte[] letter, long deadline) {
    return CompletableFuture.supplyAsync(() -> Duration.ofNanos(deadline - System.nanoTime()), SOON)
        .thenCompose(left -> left.isPositive() ? send(slice, letter, left)
            : CompletableFuture.failedStage(new NotSent("Slice " + slice + " was moving for the whole time.")));
  }

  /** Leaves in order; bounded. A second call waits for the first. */
  void leave() {
    leaving.countDown();
    ending = true; // what waits for a slice when the last process leaves would keep it
    CompletableFuture<Done> left = CoordinatedShutdown.get(system).runAll(LEAVING).toCompletableFuture();
    long deadline = System.nanoTime() + settings.releaseWithin().plus(REST_OF_LEAVING).toNanos();
    try {
      while (!left.isDone() && System.nanoTime() < deadline && !isLastWithNothing()) {
        await(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end();
  }

  /** What ends in failure, or not in order, ends afterwards all the same. */
  private static void await(CompletableFuture<Done> left) throws InterruptedException {
    try {
      left.get(LOOK.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // looked at again
    }
  }

  /** Pekko would wait for a home of each letter that is left; nobody else can give one. */
  private boolean isLastWithNothing() {
    return slices.areGone() && members.size() <= 1;
  }

  /** A connection whose other end does not answer any more may keep threads of Pekko for longer. They hold nothing. */
  private void end() {
    members = List.of();
    slices.close();
    pending.end();
    gone.countDown();
    oneCluster.ifPresent(OneCluster::close);
    system.terminate();
    try {
      system.getWhenTerminated().toCompletableFuture().get(LAST_THREADS.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      System.getLogger(Membership.class.getName()).log(System.Logger.Level.DEBUG,
          "The process at " + settings.address() + " has left; some of its threads end later.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether no other process can have been given what runs here; ends shortly after the time. Never fails. */
  CompletionStage<Boolean> confirm(Duration within) {
    return isUp() ? Standing.ask(system, settings.byLease(), within) : CompletableFuture.completedStage(false);
  }

  Slices slices() {
    return slices;
  }

  org.apache.pekko.actor.ActorRef region() {
    return region;
  }

  void up() {
    joined.complete(null);
  }

  /** Whether this process takes part. */
  boolean isUp() { return sharing && !ending; }

  /** Called again and again. */
  void keepLease() {
    if (sharing) {
      oneCluster.ifPresent(OneCluster::keep);
    }
  }

  void askHomes(ActorRef<ClusterShardingStats> replyTo) {
    ClusterSharding.get(system).shardState().tell(new GetClusterShardingStats(SLICE, STATS, replyTo));
  }

  void members(List<Member> now) {
    members = now;
  }

  List<Member> members() {
    return members;
  }

  static String text(Address address) {
    return address.getHost().orElse("") + ":" + address.getPort().map(Object::toString).orElse("");
  }

  /** Every slice is a shard of its own, so that Pekko moves one slice at a time. */
  private static final class OneShardASlice
      extends ShardingMessageExtractor<ShardingEnvelope<SliceMessage>, SliceMessage> {
    @Override
    public String entityId(ShardingEnvelope<SliceMessage> envelope) {
      return envelope.entityId();
    }

    @Override
    public String shardId(String entityId) {
      return entityId;
    }

    @Override
    public SliceMessage unwrapMessage(ShardingEnvelope<SliceMessage> envelope) {
      return envelope.message();
    }
  }
}
