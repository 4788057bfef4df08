package dev.cairn.micrometer;

import dev.cairn.api.CairnListener.ReaderMoved;
import dev.cairn.api.CairnListener.ReaderStopped;
import io.micrometer.core.instrument.Meter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** How far the readers of the logs are behind. Any thread may call. */
final class ReaderGauges {
  private static final double NANOS = 1e9;

  private final Meters meters;
  private final Map<ReaderStopped, Lag> lags = new ConcurrentHashMap<>();

  /** The lag of one reader: it grows while the reader stays with one event. */
  private static final class Lag {
    private final Meter gauge;
    private volatile Optional<Instant> next = Optional.empty();

    Lag(Meters meters, ReaderMoved of) {
      gauge = meters.seconds("cairn.reader.lag", this, Lag::seconds, "store", of.store(), "reader", of.reader());
    }

    private double seconds() {
      return next.map(time -> Math.max(0, Duration.between(time, Instant.now()).toNanos() / NANOS)).orElse(0.0);
    }
  }

  ReaderGauges(Meters meters) {
    this.meters = meters;
  }

  void moved(ReaderMoved event) {
    lags.computeIfAbsent(new ReaderStopped(event.store(), event.reader()), reader -> new Lag(meters, event)).next =
        event.next();
  }

  void stopped(ReaderStopped reader) {
    Lag lag = lags.remove(reader);
    if (lag != null) {
      meters.remove(lag.gauge);
    }
  }

  void removeAll() {
    lags.keySet().forEach(this::stopped);
  }
}
