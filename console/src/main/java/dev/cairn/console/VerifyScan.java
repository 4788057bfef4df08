package dev.cairn.console;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.StoreInspector.Check;
import dev.cairn.api.StoreInspector.Damage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A verification of all stores, as {@code cairn verify} runs it. */
final class VerifyScan extends Scan {
  private static final int MOST_SHOWN = 500;

  private final List<Damage> damages = new ArrayList<>();
  private @Nullable Check check;
  private @Nullable Instant begun;
  private @Nullable Instant ended;
  private long read;
  private long all;

  VerifyScan(Source source) {
    super(source, Duration.ZERO);
  }

  @Override
  void read(StoreInspector inspector) {
    synchronized (this) {
      damages.clear();
      check = null;
      ended = null;
      begun = Instant.now();
      read = 0;
      all = 0;
    }
    inspector.stores().forEach(store -> inspector.streams(store.name(), stream -> {
      synchronized (this) {
        all += stream.events();
      }
    }));
    Check done = inspector.verify(this::add, this::progress);
    synchronized (this) {
      check = done;
      ended = Instant.now();
    }
  }

  private synchronized void add(Damage damage) {
    if (damages.size() < MOST_SHOWN) {
      damages.add(damage);
    }
  }

  private void progress(long events) {
    stopIfEnded();
    synchronized (this) {
      read = events;
    }
  }

  @Override
  synchronized JsonObject show() {
    JsonObject answer = new JsonObject();
    answer.addProperty("begun", begun == null ? null : begun.toString());
    answer.addProperty("ended", ended == null ? null : ended.toString());
    answer.addProperty("read", read);
    answer.addProperty("all", Math.max(all, read));
    answer.add("check", check == null ? null : describe(check));
    JsonArray places = new JsonArray();
    damages.forEach(damage -> places.add(describe(damage)));
    answer.add("damages", places);
    return answer;
  }

  private static JsonObject describe(Check check) {
    JsonObject object = new JsonObject();
    object.addProperty("streams", check.streams());
    object.addProperty("events", check.events());
    object.addProperty("snapshots", check.snapshots());
    object.addProperty("damages", check.damages());
    object.addProperty("forgotten", check.forgotten());
    return object;
  }

  private static JsonObject describe(Damage damage) {
    JsonObject object = new JsonObject();
    object.addProperty("place", damage.place());
    object.addProperty("what", damage.what());
    object.addProperty("left", damage.left());
    return object;
  }
}
