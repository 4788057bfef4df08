package dev.cairn.cli;

import com.google.gson.JsonObject;
import dev.cairn.api.StoreCopy;
import dev.cairn.cli.print.Json;
import dev.cairn.cli.print.Lines;
import dev.cairn.cli.progress.Progress;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Shows how far a copy is behind, at most once a second, and only what has changed. */
final class ShownLag extends ShownCopy implements StoreCopy.Follower {
  private static final long BETWEEN = TimeUnit.SECONDS.toNanos(1);

  private final Lines lines;
  private final boolean json;
  private long nextLine = System.nanoTime();
  private StoreCopy.@Nullable Lag shown;

  ShownLag(Progress.Display display, Lines lines, boolean json) {
    super(display);
    this.lines = lines;
    this.json = json;
  }

  @Override
  public void lag(StoreCopy.Lag lag) {
    if (System.nanoTime() - nextLine >= 0 && !lag.equals(shown)) {
      shown = lag;
      nextLine = System.nanoTime() + BETWEEN;
      lines.print(json ? Json.line(object(lag)) : text(lag));
      lines.flush();
    }
  }

  private static String text(StoreCopy.Lag lag) {
    return String.format(Locale.ROOT, "%,d events copied, %,d behind, %.1f seconds; the newest is of %s", lag.copied(),
        lag.behind(), seconds(lag), Events.MILLIS.format(lag.newest()));
  }

  private static JsonObject object(StoreCopy.Lag lag) {
    var object = new JsonObject();
    object.addProperty("copied", lag.copied());
    object.addProperty("behind_events", lag.behind());
    object.addProperty("behind_seconds", seconds(lag));
    object.addProperty("newest", lag.newest().toString());
    return object;
  }

  private static double seconds(StoreCopy.Lag lag) {
    return Math.max(0, lag.age().toMillis()) / 1000.0;
  }
}
