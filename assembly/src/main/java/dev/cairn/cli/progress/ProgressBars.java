package dev.cairn.cli.progress;

import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Bars for a terminal. Their width is fixed: to find the width, the library would load native code, about which the JVM
 * warns.
 */
final class ProgressBars implements Progress.Display {
  private static final int COLUMNS = 79;
  private final PrintStream err;

  ProgressBars(PrintStream err) {
    this.err = err;
  }

  @Override
  public Progress begin(String task, long from, long size, String unit) {
    return new Bar(new ProgressBarBuilder().setTaskName(task)
        .setInitialMax(size)
        .startsFrom(from, Duration.ZERO)
        .setUnit(" " + unit, 1)
        .showSpeed()
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(200)
        .setConsumer(new ConsoleProgressBarConsumer(err, COLUMNS))
        .build());
  }

  /** One bar. */
  private record Bar(ProgressBar bar) implements Progress {
    @Override
    public void stepTo(long done) {
      bar.stepTo(done);
    }

    @Override
    public void close() {
      bar.close();
    }
  }
}
