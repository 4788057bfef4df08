package dev.cairn.spi;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Decides which process runs which slice of a location, and carries letters of bytes there. Found through
 * {@link java.util.ServiceLoader} and chosen by {@link #name}, so it needs a public constructor without parameters,
 * which must neither open a socket nor load native code. One instance serves one system; {@link #open} is called once.
 *
 * <p>A location has a fixed number of <em>slices</em>, from 0. Each actor of its stores is in one of them. A placement
 * knows slices, members and bytes, and nothing of actors. It may be wrong for a while, and two members may both believe
 * that they run a slice: whose commits are stored is decided by the epochs of the streams alone. A wrong placement
 * costs time, never an event.
 *
 * <p>Thread rules: any thread may call, also a virtual one, several at once; only {@link #open} and {@link #close} may
 * wait. What a placement calls on its {@link Receiver} returns soon, and may be called by any thread of its own.
 */
public interface Placement extends AutoCloseable {

  /** Returns the name by which people choose this placement. It matches {@code [a-z][a-z0-9-]{0,31}}. */
  String name();

  /**
   * Joins the cluster and returns once this process is a member. From then on, and perhaps a little before, the
   * receiver is called. Not called twice. If this throws, nothing was joined, or it was left again; {@link #close} may
   * follow.
   *
   * @throws IllegalArgumentException if a setting is unknown, missing or cannot be given; no socket was opened. The
   *     message names the setting and what it may be
   * @throws NotJoined if this process cannot become a member
   */
  void open(Receiver receiver, PlacementConfig config);

  /**
   * Tells whether this process runs a slice. Cheap: it is asked for every command. The answer may be old. False after
   * {@link #close} has begun, and for a slice from the moment its {@link Receiver#release} is called.
   */
  boolean here(int slice);

  /**
   * Carries a letter to whoever runs the slice, perhaps this process, and brings the answer back. While a slice moves,
   * the letter waits for its new place. A letter is delivered at most once. Letters of one thread for one slice arrive
   * in order, except while the slice moves.
   *
   * <p>The stage fails with {@link java.util.concurrent.TimeoutException} if no answer came in time: whether the letter
   * was handled is not known. It fails with {@link NotSent} if the letter has certainly not reached a receiver and
   * never will. Every other failure counts as not known. The stage ends, at the latest shortly after the time is over.
   *
   * @param letter not changed and not kept after the stage has ended
   * @param within positive
   */
  CompletionStage<byte[]> send(int slice, byte[] letter, Duration within);

  /**
   * Makes sure that a slice which is {@link #here} was not given to another process meanwhile. This process may have
   * stood still, or be cut off, and not know yet that the others have removed it. Whoever claims a stream because it
   * takes a slice for its own, and is in doubt, asks this before the claim and once more after it.
   *
   * <p>The stage ends with true only if at some moment after the call this process ran the slice and nobody else did or
   * was to: those without whom no other process is given a slice have said so after they were asked. It ends with false
   * if one of them says otherwise, if too few of them answer in time, or if the slice is not here. It never fails, and
   * ends at the latest shortly after the time is over.
   *
   * @param within positive
   */
  CompletionStage<Boolean> confirm(int slice, Duration within);

  /** Lists the members with what is known of them here, in the order of their addresses. Empty after {@link #close}. */
  List<Member> members();

  /**
   * Leaves the cluster in order: releases each slice of this process, waits for the end of each release for a bounded
   * time, and leaves. Letters that are under way may end with a failure. The receiver is not called after the return. A
   * second call waits for the first. Called by a thread of the system, never from within {@link Receiver}.
   */
  @Override
  void close();

  /**
   * One process of the cluster.
   *
   * @param address of the process, for people
   * @param status the word of the placement, such as {@code up}
   * @param reachable whether this process can reach it
   * @param slices which it runs, as far as is known here; the sets of two members may overlap while a slice moves
   */
  record Member(String address, String status, boolean reachable, SortedSet<Integer> slices) {

    /** Keeps a copy of the slices. */
    public Member {
      Objects.requireNonNull(address, "address");
      Objects.requireNonNull(status, "status");
      slices = Collections.unmodifiableSortedSet(new TreeSet<>(slices));
    }
  }

  /** What a placement tells its system. Any thread may call, several at once; no method waits. */
  interface Receiver {

    /**
     * Handles a letter that was sent for a slice of this process. The same letter is given once. The stage ends with
     * the bytes of the answer, which may itself say that the command was refused or has failed; after the time that the
     * asker gave at the latest. If the stage fails, there is no answer: the asker's {@link #send} ends at its time.
     *
     * @param letter of the placement's own copy; the receiver does not change it
     */
    CompletionStage<byte[]> receive(int slice, byte[] letter);

    /**
     * This process runs the slice from now on. Called before the first {@link #receive} for it. A second call without a
     * {@link #release} in between changes nothing.
     */
    void gained(int slice);

    /**
     * This process will not run the slice any more. Its actors handle the commands that they have, write what they have
     * to and leave memory; the stage then ends, also where something of this failed. No letter of another process is
     * given any more once the stage has ended; one that is given all the same is answered with "elsewhere", and its
     * sender sends it again. A placement need not wait for ever: after its own bound it moves the slice, and the log
     * fences what is late. A call for a slice that is not here ends at once.
     */
    CompletionStage<Void> release(int slice);

    /**
     * Some member cannot be reached, or this process was out of touch, so another process may have taken over what runs
     * here. Until the opposite is said, each actor looks into the log, whether it still has its stream, before it
     * answers.
     *
     * @param unsure false once every member can be reached again
     */
    void doubt(boolean unsure);

    /**
     * This process is no member any more and does not become one again: it was removed by the others, or has removed
     * itself. The system closes itself. Not called because of {@link Placement#close}.
     *
     * @param reason a sentence for people, which says what happened and what to do
     */
    void lost(String reason);
  }

  /** This process could not become a member; the message says why and what to do. */
  final class NotJoined extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says why, and what to do. */
    public NotJoined(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** A letter was not sent: no receiver has got it, nor will; the message says why, such as its size and the limit. */
  final class NotSent extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says why. */
    public NotSent(String message) {
      super(message);
    }
  }
}
