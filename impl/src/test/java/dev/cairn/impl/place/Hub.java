package dev.cairn.impl.place;

import dev.cairn.spi.Placement;
import dev.cairn.spi.PlacementConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Connects the systems of a test: says who runs which slice, and carries letters, in order and each once. */
final class Hub implements AutoCloseable {
  static final int SLICES = 64;

  final List<Node> nodes = new CopyOnWriteArrayList<>();
  final AtomicInteger letters = new AtomicInteger();
  volatile boolean silent;
  volatile UnaryOperator<byte[]> onTheWay = letter -> letter;
  volatile int most = 256 << 10;
  private final ExecutorService wire = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
  private final Node[] owners = new Node[SLICES];
  private final Set<Integer> moving = new HashSet<>();
  private final List<Waiting> waiting = new ArrayList<>();

  private record Waiting(int slice, Runnable letter) {}

  /** One process. */
  final class Node implements Placement {
    volatile Receiver receiver;
    volatile PlacementConfig config;
    volatile boolean closed;
    /** Nobody confirms anything to it. */
    volatile boolean cutOff;
    /** Runs after what is confirmed is decided, and before that is known. */
    volatile Runnable onConfirm = () -> {
    };
    final AtomicInteger confirmations = new AtomicInteger();
    /** What it takes for its own, whatever the others say. */
    final Set<Integer> stubborn = ConcurrentHashMap.newKeySet();

    @Override
    public String name() {
      return "hub";
    }

    @Override
    public void open(Receiver to, PlacementConfig with) {
      if (with.settings().containsKey("colour")) {
        throw new IllegalArgumentException("The setting cluster.colour is unknown. There is none.");
      }
      receiver = to;
      config = with;
      nodes.add(this);
      IntStream.range(0, SLICES).filter(slice -> owners[slice] == null).forEach(slice -> {
        owners[slice] = this;
        to.gained(slice);
      });
    }

    @Override
    public boolean here(int slice) {
      return stubborn.contains(slice) || !closed && owners[slice] == this && !moving.contains(slice);
    }

    @Override
    public CompletionStage<byte[]> send(int slice, byte[] letter, Duration within) {
      if (letter.length > most) {
        return CompletableFuture.failedFuture(
            new NotSent("A letter has " + letter.length + " bytes, and at most " + most + " are carried."));
      }
      CompletableFuture<byte[]> answer =
          new CompletableFuture<byte[]>().orTimeout(within.toMillis(), TimeUnit.MILLISECONDS);
      byte[] copy = letter.clone();
      wire.execute(() -> deliver(slice, copy, answer));
      return answer;
    }

    /** The hub knows better than a stubborn node. */
    @Override
    public CompletionStage<Boolean> confirm(int slice, Duration within) {
      confirmations.incrementAndGet();
      boolean own = owners[slice] == this && !cutOff;
      onConfirm.run();
      return CompletableFuture.completedFuture(own);
    }

    @Override
    public List<Member> members() {
      return nodes.stream().map(each -> new Member("node-" + nodes.indexOf(each), "up", true, each.slices())).toList();
    }

    TreeSet<Integer> slices() {
      TreeSet<Integer> own = new TreeSet<>();
      IntStream.range(0, SLICES).filter(slice -> owners[slice] == this).forEach(own::add);
      return own;
    }

    @Override
    public void close() {
      if (!closed && nodes.contains(this)) {
        Node heir = nodes.stream().filter(each -> each != this && !each.closed).findFirst().orElse(null);
        for (int slice : slices()) {
          move(slice, heir);
        }
        closed = true;
      }
    }
  }

  private void deliver(int slice, byte[] letter, CompletableFuture<byte[]> answer) {
    if (silent) {
      return;
    }
    Node owner = owners[slice];
    if (moving.contains(slice) || owner == null) {
      waiting.add(new Waiting(slice, () -> deliver(slice, letter, answer)));
      return;
    }
    letters.incrementAndGet();
    owner.receiver.receive(slice, onTheWay.apply(letter)).whenComplete((bytes, failure) -> {
      if (failure == null) {
        answer.complete(onTheWay.apply(bytes));
      } else {
        answer.completeExceptionally(failure);
      }
    });
  }

  /** Moves a slice: letters wait, its actors rest, and then the letters come to the new place. */
  void move(int slice, Node to) {
    Node from = onWire(() -> {
      moving.add(slice);
      return owners[slice];
    });
    from.receiver.release(slice).toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    onWire(() -> {
      owners[slice] = to;
      moving.remove(slice);
      if (to != null) {
        to.receiver.gained(slice);
      }
      List<Waiting> mine = waiting.stream().filter(each -> each.slice() == slice).toList();
      waiting.removeAll(mine);
      mine.forEach(each -> each.letter().run());
      return to;
    });
  }

  /** Gives a slice to another process that takes the first for dead: nothing is released. */
  void take(int slice, Node to) {
    owners[slice] = to;
    to.receiver.gained(slice);
  }

  Node owner(int slice) {
    return Objects.requireNonNull(owners[slice]);
  }

  private Node onWire(java.util.concurrent.Callable<Node> work) {
    try {
      return wire.submit(work).get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    wire.shutdownNow();
  }
}
