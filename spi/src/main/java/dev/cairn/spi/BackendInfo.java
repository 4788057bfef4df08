package dev.cairn.spi;

import java.util.Objects;

/**
 * What one open backend is and can do.
 *
 * @param name the provider's name
 * @param engine the engine and its version, for people
 * @param generation the number this session claimed, from 1, higher than that of every earlier session; the newest one
 *     claimed by anybody in {@link BackendConfig.Mode#READ}, 0 where there is none yet
 * @param durability what an acknowledged commit has survived
 * @param maxRecordBytes the largest event or snapshot record; a larger one is {@link CommitResult.TooLarge}
 * @param globalLog whether {@link Backend#log} works
 * @param multiProcess whether several sessions may write to the location at the same time, also of several processes:
 *     each stream has its epoch, and {@link Backend#hold} knows the readers of all
 * @param waits whether the engine is in another process: then a commit waits for its answer at every durability, and
 *     what happens to the disk under this process says nothing of what is stored
 * @param readers how many threads may read or claim at once with profit
 */
public record BackendInfo(String name, String engine, long generation, Durability durability, long maxRecordBytes,
    boolean globalLog, boolean multiProcess, boolean waits, int readers) {

  /** Refuses values that no backend can have. */
  public BackendInfo {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(engine, "engine");
    Objects.requireNonNull(durability, "durability");
    if (generation < 0 || maxRecordBytes < 1 || readers < 1) {
      throw new IllegalArgumentException("generation " + generation + ", maxRecordBytes " + maxRecordBytes
          + ", readers " + readers + " of backend " + name);
    }
  }

  /** Starts the description of an embedded backend: a global log, one process, records up to 64 MiB. */
  public static Builder embedded(String name) {
    return new Builder(name);
  }

  /** Starts the description of a client of an engine in another process; all else is as of an embedded backend. */
  public static Builder remote(String name) {
    Builder builder = new Builder(name);
    builder.waits = true;
    return builder;
  }

  /** Collects what differs from an ordinary backend. */
  public static final class Builder {
    private final String name;
    private String engine;
    private long generation;
    private Durability durability = Durability.SYNC;
    private long maxRecordBytes = 64L << 20;
    private boolean globalLog = true;
    private boolean multiProcess;
    private boolean waits;
    private int readers = 4;

    private Builder(String name) {
      this.name = name;
      this.engine = name;
    }

    /** Names the engine and its version. */
    public Builder engine(String text) {
      engine = text;
      return this;
    }

    /** Sets the claimed generation. */
    public Builder generation(long number) {
      generation = number;
      return this;
    }

    /** Sets what an acknowledged commit has survived. */
    public Builder durability(Durability level) {
      durability = level;
      return this;
    }

    /** Sets the largest record. */
    public Builder maxRecordBytes(long bytes) {
      maxRecordBytes = bytes;
      return this;
    }

    /** Says that there is no order over all streams. */
    public Builder withoutGlobalLog() {
      globalLog = false;
      return this;
    }

    /** Sets how many threads may read at once with profit. */
    public Builder readers(int threads) {
      readers = threads;
      return this;
    }

    /** Says that several processes may write at the same time. */
    public Builder multiProcess() {
      multiProcess = true;
      return this;
    }

    /** Returns the description. */
    public BackendInfo build() {
      return new BackendInfo(name, engine, generation, durability, maxRecordBytes, globalLog,
          multiProcess, waits, readers);
    }
  }
}
