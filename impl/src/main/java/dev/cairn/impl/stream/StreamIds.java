package dev.cairn.impl.stream;

import dev.cairn.impl.journal.Store;
import dev.cairn.impl.journal.StoredHead;
import dev.cairn.spi.Backend;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The ids of the streams of one type, read page by page. Any thread may call. */
final class StreamIds {
  private static final int MOST = 512;
  private static final String BEFORE_ALL = "\0";

  private final Store store;
  private final String type;

  StreamIds(Store store, String type) {
    this.store = store;
    this.type = type;
  }

  Stream<String> after(String id) {
    return Stream.iterate(page(id), page -> !page.isEmpty(), page -> page(page.getLast())).flatMap(List::stream);
  }

  private List<String> page(String after) {
    return store.committer().read(store.committer().patience(), backend -> page(backend, after));
  }

  private List<String> page(Backend backend, String after) {
    List<String> ids = new ArrayList<>();
    StreamKey begin = new StreamKey(store.name(), type, after.isEmpty() ? BEFORE_ALL : after);
    if (after.isEmpty() && isThere(backend, begin)) {
      ids.add(begin.id());
    }
    try (Cursor<StreamHead> heads = backend.streams(store.name(), Optional.of(begin))) {
      for (StreamHead head = heads.next(); head != null && head.stream().type().equals(type)
          && ids.size() < MOST; head = heads.next()) {
        ids.add(head.stream().id());
      }
    }
    return ids;
  }

  private static boolean isThere(Backend backend, StreamKey stream) {
    return StoredHead.of(backend, stream).last() > 0;
  }
}
