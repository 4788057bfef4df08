package dev.cairn.api.bind;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as a person gives them, written as {@code 250ms}, {@code 5s}, {@code 2m} or {@code 1h}, or for ever. */
public final class Durations {
  private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,8})(ms|s|m|h)");
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private Durations() {}

  /**
   * Reads a duration that a person wrote.
   *
   * @throws IllegalArgumentException if it has another form
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
   * Returns a duration that the runtime can count in nanoseconds: 36,500 days for every longer one, since nobody sees
   * the difference. Every duration passes through here where it enters, and nowhere else.
   */
  public static Duration bounded(Duration duration) {
    return duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
  }
}
