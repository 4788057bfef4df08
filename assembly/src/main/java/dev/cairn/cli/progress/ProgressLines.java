package dev.cairn.cli.progress;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** A line for each tenth, for logs and pipes. */
final class ProgressLines implements Progress.Display {
  private final PrintStream err;

  ProgressLines(PrintStream err) {
    this.err = err;
  }

  @Override
  public Progress begin(String task, long from, long size, String unit) {
    return new Tenths(task, from, Math.max(size, 1), unit);
  }

  /** One task. */
  private final class Tenths implements Progress {
    private final String task;
    private final long from;
    private final long size;
    private final String unit;
    private final long start = System.nanoTime();
    private final AtomicLong shown;

    private Tenths(String task, long from, long size, String unit) {
      this.task = task;
      this.from = from;
      this.size = size;
      this.unit = unit;
      this.shown = new AtomicLong(from * 10 / size);
    }

    @Override
    public void stepTo(long done) {
      long tenth = done * 10 / size;
      long before = shown.get();
      if (tenth > before && shown.compareAndSet(before, tenth)) {
        err.println(line(tenth * 10, done));
      }
    }

    private String line(long percent, long done) {
      double seconds = Math.max(1, System.nanoTime() - start) / 1e9;
      return String.format(Locale.ROOT, "%s %3d %%  %,d of %,d %s, %,.0f/s", task, percent, done, size, unit,
          (done - from) / seconds);
    }

    @Override
    public void close() {}
  }
}
