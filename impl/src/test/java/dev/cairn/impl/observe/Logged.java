package dev.cairn.impl.observe;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the process logs meanwhile; other tests may log too. */
public final class Logged extends Handler implements AutoCloseable {
  private final Logger logger;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  private Logged(Logger logger) {
    this.logger = logger;
  }

  /** Listens to a logger until it is closed. */
  public static Logged from(String name) {
    Logged logged = new Logged(Logger.getLogger(name));
    logged.logger.addHandler(logged);
    return logged;
  }

  /** The level and the message of each record. */
  public List<String> lines() {
    return lines;
  }

  @Override
  public void publish(LogRecord line) {
    lines.add(line.getLevel() + " " + line.getMessage());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
