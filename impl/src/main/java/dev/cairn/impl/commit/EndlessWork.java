package dev.cairn.impl.commit;

import dev.cairn.api.StoreUnavailable;
import dev.cairn.spi.StreamKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Streams in whose events the code of an author is at work and has not come back for so long that nobody waits for it.
 * Each of them keeps a thread, so none gets a second one, and only a few of one type are tried. Any thread may call.
 */
final class EndlessWork {
  private static final int MOST_OF_A_TYPE = 4;

  private final Map<StreamKey, Patience> left = new ConcurrentHashMap<>();

  /** Takes note of work that its caller does not wait for any more, if there is any. */
  void add(StreamKey stream, Patience work) {
    if (work.isWorking()) {
      left.put(stream, work);
      if (!work.isWorking()) {
        left.remove(stream, work);
      }
    }
  }

  /** Called when work has ended, whether in time or not. */
  void remove(StreamKey stream, Patience work) {
    work.setWorking(false);
    if (!left.isEmpty()) {
      left.remove(stream, work);
    }
  }

  /**
   * Lets nobody begin what would not end.
   *
   * @throws StoreUnavailable if work on this stream has not ended, or on too many of its type
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
      throw new StoreUnavailable("The stream " + stream + " is not read: the code of its type does not come back from "
          + "events of " + MOST_OF_A_TYPE + " others, such as " + example(stream) + ".", null);
    }
  }

  private String example(StreamKey stream) {
    return left.entrySet().stream().filter(other -> sameType(other.getKey(), stream)).findFirst()
        .map(other -> "event " + other.getValue().event() + " of " + other.getKey()).orElse("one that ended just now");
  }

  private static boolean sameType(StreamKey one, StreamKey other) {
    return one.store().equals(other.store()) && one.type().equals(other.type());
  }
}
