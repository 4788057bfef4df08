package dev.cairn.api.bind;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations from a user: parses {@code 250ms}, {@code 5s}, {@code 2m} or {@code 1h}, and limits their length. */
public final class Durations {
  private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,8})(ms|s|m|h)");
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private Durations() {}

  /**
   * Parses a duration.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  public static Duration parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("a time is written as 250ms, 5s, 2m or 1h.");
    }
    long number = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  /**
   * Returns a duration that the runtime can count in nanoseconds: 36,500 days for every longer one. Every duration
   * passes through here once, where it enters.
   */
  public static Duration bounded(Duration duration) {
    return duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
  }
}
