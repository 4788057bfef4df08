package dev.cairn.cluster.pekko;

import dev.cairn.spi.Placement.Member;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.ClusterEvent.ClusterDomainEvent;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.ClusterEvent.ReachabilityEvent;
import org.apache.pekko.cluster.sharding.ShardRegion.ClusterShardingStats;
import org.apache.pekko.cluster.sharding.ShardRegion.ShardRegionStats;
import org.apache.pekko.cluster.sharding.ShardRegion.StartEntity;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.SelfUp;
import org.apache.pekko.cluster.typed.Subscribe;

/**
 * Hears of the other members, asks who has which slice, and, where this process leads, sees to it that every slice
 * runs: an actor of it may have a timer, a reader may follow the log, and no letter would wake them.
 */
final class ClusterWatch extends AbstractBehavior<ClusterWatch.News> {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration MOMENT = Duration.ofMillis(20);

  private final Membership membership;
  private final Cluster cluster;
  private Map<Address, TreeSet<Integer>> slices = Map.of();
  private boolean doubt;

  /** What it hears of. */
  sealed interface News {

    /** Something changed among the members. */
    record Changed(ClusterDomainEvent event) implements News {}

    /** Who has which slices. */
    record Homes(ClusterShardingStats stats) implements News {}

    /** It is time to look again. */
    enum Look implements News {
      LOOK
    }
  }

  private ClusterWatch(ActorContext<News> context, Membership membership) {
    super(context);
    this.membership = membership;
    this.cluster = Cluster.get(context.getSystem());
    subscribe(SelfUp.class);
    subscribe(MemberEvent.class);
    subscribe(ReachabilityEvent.class);
  }

  static Behavior<News> of(Membership membership) {
    return Behaviors.withTimers(timers -> {
      timers.startTimerWithFixedDelay(News.Look.LOOK, LOOK);
      return Behaviors.setup(context -> new ClusterWatch(context, membership));
    });
  }

  private <E extends ClusterDomainEvent> void subscribe(Class<E> events) {
    cluster.subscriptions().tell(Subscribe.create(getContext().messageAdapter(events, News.Changed::new), events));
  }

  @Override
  public Receive<News> createReceive() {
    return newReceiveBuilder()
        .onMessage(News.Changed.class, this::changed)
        .onMessage(News.Homes.class, this::homes)
        .onMessage(News.Look.class, any -> look())
        .build();
  }

  /** Who joins is a member once its own list of the members has it. */
  private Behavior<News> changed(News.Changed changed) {
    review();
    if (changed.event() instanceof SelfUp) {
      if (isShown()) {
        membership.up();
      } else {
        getContext().scheduleOnce(MOMENT, getContext().getSelf(), changed);
      }
    }
    return this;
  }

  private boolean isShown() {
    String self = Membership.text(cluster.selfMember().address());
    return membership.members().stream().anyMatch(member -> member.address().equals(self));
  }

  /** What Pekko shows of the members may be a moment behind its news, so the next look comes here too. */
  private void review() {
    boolean unsure = !cluster.state().getUnreachable().isEmpty();
    if (unsure != doubt) {
      doubt = unsure;
      membership.slices().doubt(unsure);
    }
    tell();
  }

  private Behavior<News> homes(News.Homes homes) {
    if (homes.stats().getRegions().isEmpty()) {
      return this; // not all have answered
    }
    slices = homes.stats().getRegions().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, region -> running(region.getValue())));
    tell();
    return this;
  }

  /** A shard without its entity has a home, but does not run yet. */
  private static TreeSet<Integer> running(ShardRegionStats region) {
    return region.getStats().entrySet().stream().filter(shard -> ((Number) shard.getValue()).intValue() > 0)
        .map(shard -> Integer.valueOf(shard.getKey())).collect(Collectors.toCollection(TreeSet::new));
  }

  private Behavior<News> look() {
    membership.keepLease();
    if (membership.isUp()) {
      review();
      membership.askHomes(getContext().messageAdapter(ClusterShardingStats.class, News.Homes::new));
      if (cluster.selfMember().address().equals(cluster.state().getLeader())) {
        wake();
      }
    }
    return this;
  }

  /** The answers go nowhere. */
  private void wake() {
    Set<Integer> running = new HashSet<>(membership.slices().here());
    slices.forEach((address, theirs) -> running.addAll(theirs));
    IntStream.range(0, membership.slices().count()).filter(slice -> !running.contains(slice))
        .forEach(slice -> membership.region().tell(new StartEntity(Integer.toString(slice)), ActorRef.noSender()));
  }

  private void tell() {
    CurrentClusterState state = cluster.state();
    Address self = cluster.selfMember().address();
    List<Member> members = new ArrayList<>();
    state.getMembers().forEach(member -> members.add(new Member(Membership.text(member.address()),
        member.status().toString().toLowerCase(Locale.ROOT), !state.getUnreachable().contains(member),
        member.address().equals(self) ? membership.slices().here()
            : slices.getOrDefault(member.address(), new TreeSet<>()))));
    members.sort(Comparator.comparing(Member::address));
    membership.members(List.copyOf(members));
  }
}
