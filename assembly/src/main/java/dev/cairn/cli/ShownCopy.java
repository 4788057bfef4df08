package dev.cairn.cli;

import dev.cairn.api.StoreCopy;
import dev.cairn.cli.progress.Progress;
import org.jspecify.annotations.Nullable;

/** Shows the progress of the two phases one after the other. */
class ShownCopy implements StoreCopy.Progress, AutoCloseable {
  private final Progress.Display display;
  private StoreCopy.@Nullable Phase phase;
  private @Nullable Progress progress;

  ShownCopy(Progress.Display display) {
    this.display = display;
  }

  @Override
  public void step(StoreCopy.Phase now, long events, long all) {
    if (now != phase || progress == null) {
      close();
      phase = now;
      progress = display.beginLate(now == StoreCopy.Phase.COPYING ? "Copying" : "Comparing", all, "events");
    }
    progress.stepTo(events);
  }

  @Override
  public void close() {
    if (progress != null) {
      progress.close();
      progress = null;
    }
  }
}
