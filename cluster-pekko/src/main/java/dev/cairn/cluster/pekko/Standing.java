package dev.cairn.cluster.pekko;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.typed.Cluster;

/**
 * Whether this process is a member in the eyes of the others. A process that was removed, and does not know it yet,
 * sees a cluster as it was.
 *
 * <pre>
 *   Pekko gives a slice of a process to another one only after the process was removed. It removes it only after all
 *   members of the side that goes on have seen that it is down. That side has most of the members:
 *
 *      asked:    this process and most of the members, each of them if it can be reached
 *      they say: yes, it is a member, and can be reached
 *
 *   so one of them would be on the other side, and would say no. With a lease the other side may be the smaller one, so
 *   all must be reached.
 * </pre>
 */
final class Standing {
  static final String NAME = "cairn-standing";
  private static final Set<MemberStatus> TAKING_PART = Set.of(MemberStatus.up(), MemberStatus.leaving());

  private Standing() {}

  /** What goes between processes about it. */
  sealed interface Message {

    /** Whether the process that asks is a member, which has the number that it got when it started. */
    record Question(long uid, ActorRef<Vote> replyTo) implements Message {}

    /** The answer to that. */
    enum Vote implements Message {
      YES, NO
    }
  }

  /** Answers the others. */
  static Behavior<Message> answering() {
    return Behaviors.setup(context -> Behaviors.receive(Message.class)
        .onMessage(Message.Question.class, question -> {
          question.replyTo().tell(vote(Cluster.get(context.getSystem()), question));
          return Behaviors.same();
        }).build());
  }

  private static Message.Vote vote(Cluster cluster, Message.Question question) {
    var asker = new UniqueAddress(question.replyTo().path().address(), question.uid());
    return takesPart(cluster.selfMember()) && reached(cluster.state()).stream()
        .anyMatch(member -> member.uniqueAddress().equals(asker)) ? Message.Vote.YES : Message.Vote.NO;
  }

  static boolean takesPart(Member member) {
    return TAKING_PART.contains(member.status());
  }

  /** The members in every status. */
  static Stream<Member> members(CurrentClusterState state) {
    return StreamSupport.stream(state.getMembers().spliterator(), false);
  }

  private static List<Member> all(CurrentClusterState state) {
    return members(state).filter(Standing::takesPart).toList();
  }

  private static List<Member> reached(CurrentClusterState state) {
    return all(state).stream().filter(member -> !state.getUnreachable().contains(member)).toList();
  }

  /**
   * Asks the others whether this process is a member.
   *
   * @param needsAll whether a side that is no majority may go on
   */
  static CompletionStage<Boolean> ask(ActorSystem<?> system, boolean needsAll, Duration within) {
    Cluster cluster = Cluster.get(system);
    Member self = cluster.selfMember();
    CurrentClusterState state = cluster.state();
    int members = all(state).size();
    List<Member> reached = reached(state);
    if (!reached.contains(self) || (needsAll ? reached.size() < members : 2 * reached.size() <= members)) {
      return CompletableFuture.completedStage(false);
    }
    CompletableFuture<Boolean> all = CompletableFuture.completedFuture(true);
    for (Member other : reached) {
      if (!other.equals(self)) {
        all =
            all.thenCombine(ask(system, other.address(), self.uniqueAddress().longUid(), within), Boolean::logicalAnd);
      }
    }
    return all;
  }

  private static CompletionStage<Boolean> ask(ActorSystem<?> system, Address member, long uid, Duration within) {
    ActorRef<Message> there = ActorRefResolver.get(system).resolveActorRef(member + "/system/" + NAME);
    return AskPattern.<Message, Message.Vote>ask(there, replyTo -> new Message.Question(uid, replyTo), within,
        system.scheduler()).handle((vote, failure) -> vote == Message.Vote.YES);
  }
}
