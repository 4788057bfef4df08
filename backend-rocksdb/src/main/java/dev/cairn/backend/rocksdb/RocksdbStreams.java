package dev.cairn.backend.rocksdb;

import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import dev.cairn.spi.embedded.PagedCursor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** The pages of the list of streams of one store. */
final class RocksdbStreams implements PagedCursor.Pages<StreamHead> {
  private final RocksdbViews views;
  private final byte[] prefix;
  private byte[] next;

  RocksdbStreams(RocksdbViews views, String store, Optional<StreamKey> after) {
    this.views = views;
    this.prefix = RocksdbKey.streams(store);
    this.next = after.map(key -> RocksdbKey.behind(RocksdbKey.stream(key))).orElse(prefix);
  }

  @Override
  public List<StreamHead> after(@Nullable StreamHead last) {
    return views.read(view -> {
      List<StreamHead> page = new ArrayList<>();
      for (Map.Entry<StreamKey, byte[]> entry : entries(view).entrySet()) {
        page.add(RocksdbStream.read(view, entry.getKey(), entry.getValue()).head());
      }
      return page;
    });
  }

  private Map<StreamKey, byte[]> entries(RocksdbView view) throws RocksDBException {
    Map<StreamKey, byte[]> entries = new LinkedHashMap<>();
    boolean there = view.seek(next);
    while (there && entries.size() < RocksdbEvents.PAGE_ROWS && RocksdbKey.begins(view.key(), prefix)) {
      byte[] key = view.key();
      entries.put(RocksdbKey.streamKey(RocksdbBytes.reading(key).skip(RocksdbKey.STREAMS.length)), view.value());
      next = RocksdbKey.behind(key);
      there = view.next();
    }
    return entries;
  }
}
