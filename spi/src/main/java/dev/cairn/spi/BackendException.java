package dev.cairn.spi;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a backend throws. Out of {@link Backend#commit} every exception but {@link Full} means that the outcome of the
 * batch is unknown; the subclass says what else is known. Messages are for people: they say what happened and where,
 * and hold no payload.
 */
public abstract sealed class BackendException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private BackendException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The engine or the disk failed, or a call took too long. */
  public static final class Unavailable extends BackendException {
    private static final long serialVersionUID = 1;

    /** Says what failed. */
    public Unavailable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** What is stored cannot be true: damage, or data that is not ours. */
  public static final class Corrupt extends BackendException {
    private static final long serialVersionUID = 1;

    private final transient @Nullable StreamKey stream;

    /** Says what is damaged, and where. */
    public Corrupt(String message) {
      super(message, null);
      this.stream = null;
    }

    /** Says what is damaged, and of which stream; all other streams can still be had. */
    public Corrupt(String message, StreamKey stream) {
      super(message, null);
      this.stream = stream;
    }

    /** Says what is damaged, and where, and what noticed it. */
    public Corrupt(String message, Throwable cause) {
      super(message, cause);
      this.stream = null;
    }

    /**
     * The only stream that is damaged, where that is known. A list of streams that ended here goes on after it:
     * {@link Backend#streams}.
     */
    public Optional<StreamKey> stream() {
      return Optional.ofNullable(stream);
    }
  }

  /** The backend or the cursor was closed. */
  public static final class Closed extends BackendException {
    private static final long serialVersionUID = 1;

    /** Says what was closed. */
    public Closed(String message) {
      super(message, null);
    }
  }

  /**
   * There is no space left. Out of {@link Backend#commit} it says more than any other: certainly nothing of the batch
   * is stored, now or later, and this instance goes on as if the batch had never been handed over: it reads and, once
   * there is space, writes. Where that is not certain, commit throws an {@link Unavailable} with one of these as its
   * cause; the instance can still be read then.
   */
  public static final class Full extends BackendException {
    private static final long serialVersionUID = 1;

    /** Says where. */
    public Full(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** Another writer holds the location. */
  public static final class Locked extends BackendException {
    private static final long serialVersionUID = 1;
    private final String holder;

    /** Says which location is held, and by whom. */
    public Locked(String location, String holder) {
      super("The location " + location + " is held by " + holder + ".", null);
      this.holder = holder;
    }

    /** Who holds the location, for people. */
    public String holder() {
      return holder;
    }
  }

  /** The configuration asks for what is unknown or cannot be given. */
  public static final class Misconfigured extends BackendException {
    private static final long serialVersionUID = 1;

    /** Names the setting and what it may be. */
    public Misconfigured(String message) {
      super(message, null);
    }
  }

  /** Another writer has claimed the stream. */
  public static final class Fenced extends BackendException {
    private static final long serialVersionUID = 1;
    private final long epoch;

    /** Says which stream, and which epoch holds it. */
    public Fenced(StreamKey stream, long epoch) {
      super("Stream " + stream + " is held by epoch " + epoch + ".", null);
      this.epoch = epoch;
    }

    /** The epoch that holds the stream. */
    public long epoch() {
      return epoch;
    }
  }
}
