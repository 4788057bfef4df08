package dev.cairn.impl.commit;

import dev.cairn.api.StoreUnavailable;
import dev.cairn.spi.StreamKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The streams whose events an author's code has worked on for so long that no caller waits any more. Each of them keeps
 * a thread. So no stream gets a second thread, and only a few streams of one type are tried. Any thread may call.
 */
final class EndlessWork {
  private static final int MOST_OF_A_TYPE = 4;

  private final Map<StreamKey, Patience> left = new ConcurrentHashMap<>();

  /** Adds the work of a caller that does not wait any more, unless the work has ended. */
  void add(StreamKey stream, Patience work) {
    if (work.isWorking()) {
      left.put(stream, work);
      if (!work.isWorking()) {
        left.remove(stream, work);
      }
    }
  }

  /** Removes work that has ended, in time or not. */
  void remove(StreamKey stream, Patience work) {
    work.setWorking(false);
    if (!left.isEmpty()) {
      left.remove(stream, work);
    }
  }

  /**
   * Refuses work that would probably not end.
   *
   * @throws StoreUnavailable if work on this stream has not ended, or work on too many streams of its type
   */
  void refuse(StreamKey stream) {
    if (left.isEmpty()) {
      return;
    }
    Patience own = left.get(stream);
    if (own != null) {
      throw new StoreUnavailable("The stream " + stream + " is not read again: " + own.explanation(), null);
    }
    if (left.keySet().stream().filter(other -> sameType(other, stream)).count() >= MOST_OF_A_TYPE) {
      throw new StoreUnavailable("The stream " + stream + " is not read: the code of its type does not return from "
          + "events of " + MOST_OF_A_TYPE + " other streams, such as " + example(stream) + ".", null);
    }
  }

  private String example(StreamKey stream) {
    return left.entrySet().stream().filter(other -> sameType(other.getKey(), stream)).findFirst()
        .map(other -> "event " + other.getValue().event() + " of " + other.getKey())
        .orElse("an event from which it returned just now");
  }

  private static boolean sameType(StreamKey one, StreamKey other) {
    return one.store().equals(other.store()) && one.type().equals(other.type());
  }
}
