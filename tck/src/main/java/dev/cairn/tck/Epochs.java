package dev.cairn.tck;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.StreamKey;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/** The epochs that the rules go on with. Where one session writes at a time, it is the generation of the session. */
final class Epochs {
  private static final Map<Backend, Map<StreamKey, Long>> CLAIMED = Collections.synchronizedMap(new WeakHashMap<>());

  private Epochs() {}

  static long of(Backend backend, StreamKey stream) {
    if (!backend.info().multiProcess()) {
      return backend.info().generation();
    }
    return CLAIMED.computeIfAbsent(backend, opened -> new ConcurrentHashMap<>())
        .compute(stream, (key, known) -> known == null ? claimed(backend, key) : renewed(backend, key, known));
  }

  private static Long claimed(Backend backend, StreamKey stream) {
    return backend.claim(stream).epoch();
  }

  private static Long renewed(Backend backend, StreamKey stream, long epoch) {
    try {
      return backend.renew(stream, epoch).epoch();
    } catch (BackendException.Fenced e) {
      return claimed(backend, stream);
    }
  }
}
