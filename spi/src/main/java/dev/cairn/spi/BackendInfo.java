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
 * @param commitLanes how many threads may commit at once; all commits of one stream take the same lane
 * @param multiProcess whether several processes may write to the location, fenced by epochs
 * @param waits whether the engine is in another process: then a commit waits for its answer at every durability, and
 *     what happens to the disk under this process says nothing of what is stored
 */
public record BackendInfo(String name, String engine, long generation, Durability durability, long maxRecordBytes,
    boolean globalLog, int commitLanes, boolean multiProcess, boolean waits) {

  /** Refuses values that no backend can have. */
  public BackendInfo {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(engine, "engine");
    Objects.requireNonNull(durability, "durability");
    if (generation < 0 || maxRecordBytes < 1 || commitLanes < 1) {
      throw new IllegalArgumentException("generation " + generation + ", maxRecordBytes " + maxRecordBytes
          + ", commitLanes " + commitLanes + " of backend " + name);
    }
  }

  /** Starts the description of an embedded backend: a global log, one lane, one process, records up to 64 MiB. */
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
    private int commitLanes = 1;
    private boolean multiProcess;
    private boolean waits;

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

    /** Sets how many threads may commit at once. */
    public Builder commitLanes(int lanes) {
      commitLanes = lanes;
      return this;
    }

    /** Says that several processes may write. */
    public Builder multiProcess() {
      multiProcess = true;
      return this;
    }

    /** Returns the description. */
    public BackendInfo build() {
      return new BackendInfo(name, engine, generation, durability, maxRecordBytes, globalLog, commitLanes,
          multiProcess, waits);
    }
  }
}
