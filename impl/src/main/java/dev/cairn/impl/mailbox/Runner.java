package dev.cairn.impl.mailbox;

import dev.cairn.api.Mailbox;
import dev.cairn.impl.dispatch.Dispatcher;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox that runs on a virtual thread while there is something to do, and on no thread otherwise. Everything in one
 * turn happens before the next turn. The thread handles signals of the runtime before any letter, and also while
 * letters are on hold.
 *
 * <pre>{@code
 *          letter or signal           a thread takes it           signal
 *        -------------------> QUEUED ------------------> RUNNING <-------- QUEUED <----
 *   IDLE                                                                               HELD
 *        <-----------------------------------------------        ------------------->
 *                  no signal, no letter                    no signal, letters on hold
 *
 *   IDLE, HELD --the thread has set this state, looks once more and finds work--> RUNNING, on the same thread
 *   QUEUED ------no thread can be started---------------------------------------> the state before
 * }</pre>
 *
 * In the last case the sender gets the error, and the next letter or signal tries again. A letter wakes no thread in
 * HELD. A mailbox has no state of its own for its end: {@link MailQueue} is closed for letters then, and
 * {@link #closeSignals} for signals.
 *
 * @param <S> the signals
 */
public abstract class Runner<S> extends MailQueue implements Runnable {
  private static final System.Logger LOG = System.getLogger(Runner.class.getName());
  private static final VarHandle RUN;
  private static final VarHandle SIGNALS;
  private static final Slip<?> NO_MORE = new Slip<>(new Object(), null);
  private static final byte IDLE = 0;
  private static final byte RUNNING = 1;
  private static final byte HELD = 2;
  private static final byte QUEUED = 3;
  private static final int TURN = 256;
  private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 2_000 : 0;
  private static final byte WORTH_SPINNING = 3;
  private static final byte NOT_WORTH_SPINNING = -16;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      RUN = lookup.findVarHandle(Runner.class, "run", byte.class);
      SIGNALS = lookup.findVarHandle(Runner.class, "signals", Slip.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile byte run = IDLE;
  private byte loneAsks;
  private boolean named;
  private volatile @Nullable Slip<S> signals;
  private @Nullable Thread thread;

  private record Slip<S>(S signal, @Nullable Slip<S> below) {}

  protected Runner(Mailbox mailbox) {
    super(mailbox);
  }

  /** The path of the actor. */
  @Override
  public abstract String toString();

  /** Handles a letter. */
  protected abstract void handle(Letter letter);

  /** Handles a signal. */
  protected abstract void handle(S signal);

  /**
   * Whether letters have to wait. Only the running thread changes the result; another thread that calls this may get
   * the result of a moment before.
   */
  protected abstract boolean isOnHold();

  /** Called when there is nothing to do, before the thread ends. */
  protected void beforeIdle() {}

  /** Puts a letter in if there is room. Any thread may call. */
  public final Offer offer(Letter letter) {
    Offer offer = put(letter);
    if (offer == Offer.TAKEN) {
      wakeForLetters();
    }
    return offer;
  }

  /**
   * Puts a letter in, and waits for room. Any thread but the running one may call.
   *
   * @param polls whether the time is not the machine's time, so that this thread has to poll it
   */
  public final Offer offerOrWait(Letter letter, LongSupplier nanosLeft, boolean polls) throws InterruptedException {
    Offer offer = putOrWait(letter, nanosLeft, polls);
    if (offer == Offer.TAKEN) {
      wakeForLetters();
    }
    return offer;
  }

  /** Puts an errand of the runtime in, which needs no room; false if the mailbox is closed. Any thread may call. */
  public final boolean send(Letter errand) {
    boolean taken = putErrand(errand);
    if (taken) {
      wakeForLetters();
    }
    return taken;
  }

  /** Sends a signal; false if this mailbox handles no signals any more. Any thread may call. */
  public final boolean signal(S signal) {
    Slip<S> below;
    do {
      below = signals;
      if (below == NO_MORE) {
        return false;
      }
    } while (!SIGNALS.compareAndSet(this, below, new Slip<>(signal, below)));
    byte state = run;
    while (state != RUNNING && state != QUEUED && !RUN.compareAndSet(this, state, QUEUED)) {
      state = run;
    }
    if (state != RUNNING && state != QUEUED) {
      start(state);
    }
    return true;
  }

  /** True while a thread runs this actor, or is about to. Any thread may call. */
  public final boolean isBusy() {
    byte state = run;
    return state == RUNNING || state == QUEUED;
  }

  /** True while the current thread runs this actor. */
  public final boolean runsHere() {
    return thread == Thread.currentThread();
  }

  /** The thread that runs this actor. It may run another actor already when this method returns. */
  public final @Nullable Thread thread() {
    return thread;
  }

  /** Interrupts the actor where it runs; false if it does not run. Any thread may call. */
  public final boolean interrupt() {
    synchronized (this) { // the thread does not leave the actor meanwhile
      Thread running = thread;
      if (running != null) {
        running.interrupt();
      }
      return running != null;
    }
  }

  /**
   * Gives the thread that runs the actor the actor's path as its name, until it leaves the actor; false if no thread
   * runs it, or its thread has that name. Any thread may call.
   */
  public final boolean nameThread() {
    synchronized (this) { // the thread does not leave the actor meanwhile
      Thread running = thread;
      if (running == null || named) {
        return false;
      }
      running.setName(toString());
      named = true;
      return true;
    }
  }

  /** True if an answer may come so soon that the asker should spin before it parks. */
  public final boolean answersAtOnce() {
    return loneAsks >= WORTH_SPINNING;
  }

  @Override
  public final void run() {
    if (!RUN.compareAndSet(this, QUEUED, RUNNING)) {
      return; // what dispatched it has failed half-way, and this mailbox was left in the queue
    }
    thread = Thread.currentThread();
    do {
      turn();
    } while (!endTurn());
  }

  private void wakeForLetters() {
    if (run == IDLE && RUN.compareAndSet(this, IDLE, QUEUED)) {
      start(IDLE);
    }
  }

  private void start(byte before) {
    try {
      Dispatcher.dispatch(this);
    } catch (Throwable e) {
      RUN.setVolatile(this, before); // the next letter or signal tries again
      throw e;
    }
  }

  private void turn() {
    int letters = 0;
    Letter last = null;
    while (true) {
      if (signals != null && signals != NO_MORE) {
        runGuarded(this::handleSignals);
      } else {
        Letter letter = isOnHold() ? null : next();
        if (letter == null) {
          break;
        }
        try {
          handle(letter);
        } catch (Throwable unexpected) {
          reportFailure(unexpected);
        }
        last = letter;
        if (++letters % TURN == 0) {
          Thread.yield(); // a busy actor must not keep a carrier from the others
        }
      }
    }
    try {
      beforeIdle();
    } catch (Throwable unexpected) {
      reportFailure(unexpected);
    }
    if (letters == 1 && (last instanceof Ask || last instanceof AsyncAsk && Dispatcher.isAlone())) {
      loneAsks = (byte) Math.min(WORTH_SPINNING, loneAsks + 1);
    } else if (letters > 0) {
      loneAsks = 0;
    }
  }

  private void runGuarded(Runnable task) {
    try {
      task.run();
    } catch (Throwable unexpected) {
      reportFailure(unexpected);
    }
  }

  private void reportFailure(Throwable unexpected) {
    try {
      LOG.log(System.Logger.Level.ERROR, "The runtime failed while it served " + this + ".", unexpected);
    } catch (Throwable again) {
      // no memory or no stack even for a line in the log; the actor goes on
    }
  }

  @SuppressWarnings("unchecked") // the field holds slips of S only
  private void handleSignals() {
    Slip<S> newest = (Slip<S>) SIGNALS.getAndSet(this, null);
    Deque<S> inOrder = new ArrayDeque<>();
    for (Slip<S> slip = newest; slip != null; slip = slip.below()) {
      inOrder.addFirst(slip.signal());
    }
    inOrder.forEach(signal -> runGuarded(() -> handle(signal)));
  }

  /** Ends the handling of signals, and hands out the signals that were not handled. For the running thread. */
  @SuppressWarnings("unchecked") // as above
  protected final void closeSignals(Consumer<S> left) {
    Slip<S> newest = (Slip<S>) SIGNALS.getAndSet(this, NO_MORE);
    for (Slip<S> slip = newest; slip != null && slip != NO_MORE; slip = slip.below()) {
      left.accept(slip.signal());
    }
  }

  /** Ends the turn; false if there is something to do after all. */
  private boolean endTurn() {
    if (loneAsks >= WORTH_SPINNING && !isOnHold()) {
      if (Dispatcher.isQuiet() && findWork()) {
        return false;
      }
      loneAsks = NOT_WORTH_SPINNING;
    }
    Thread me = thread;
    byte rest = isOnHold() ? HELD : IDLE;
    leave();
    RUN.setVolatile(this, rest);
    Slip<S> waiting = signals;
    boolean more = waiting != null && waiting != NO_MORE || rest == IDLE && !isEmpty();
    if (more && RUN.compareAndSet(this, rest, RUNNING)) {
      thread = me;
      return false;
    }
    return true;
  }

  private void leave() {
    synchronized (this) {
      if (named) {
        named = false;
        Thread.currentThread().setName(Dispatcher.THREAD);
      }
      thread = null;
    }
  }

  private boolean findWork() {
    for (int i = 0; i < SPINS; i++) {
      Slip<S> waiting = signals;
      if (!isEmpty() || waiting != null && waiting != NO_MORE) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }
}
