package dev.cairn.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Unknown keys of a configuration. A key that looks like a known key is a misspelling and is refused. Every other key
 * gets one warning: Kubernetes, for instance, gives each process {@code CAIRN_SERVICE_HOST} if a service is named
 * {@code cairn}.
 */
final class UnknownKeys {
  private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();
  private static final String INJECTED = ".*(service-host|service-port|port)(-.*)?";

  private final Collection<String> known;
  private final List<Unknown> unknown = new ArrayList<>();

  /** A key in the form of the file, its name as the user wrote it, and its source. */
  private record Unknown(String key, String name, String origin) {}

  UnknownKeys(Collection<String> known) {
    this.known = known;
  }

  void add(String key, String name, String origin) {
    unknown.add(new Unknown(key, name, origin));
  }

  /**
   * Returns the warning about keys that no earlier warning of this process named; empty if there are none.
   *
   * @param backends the names of the backends, whose settings a key may mean
   * @throws StoreRefused if a key looks like a known key
   */
  Optional<String> warning(Supplier<List<String>> backends) {
    if (unknown.isEmpty()) {
      return Optional.empty();
    }
    List<String> prefixes = new ArrayList<>(List.of("setting", "settings"));
    prefixes.addAll(backends.get());
    for (Unknown one : unknown) {
      meant(one.key(), prefixes).ifPresent(meant -> {
        throw new StoreRefused("Unknown key '" + one.name() + "' in " + one.origin() + ". Did you mean " + meant + "? "
            + allowed(), null);
      });
    }
    String names = unknown.stream().map(Unknown::name).filter(TOLD::add).sorted().collect(Collectors.joining(", "));
    return names.isEmpty() ? Optional.empty() : Optional.of("Cairn does not use " + names + ". " + allowed());
  }

  private String allowed() {
    return "The keys are " + String.join(", ", known) + ", and setting.NAME for a setting of the backend.";
  }

  private Optional<String> meant(String key, List<String> prefixes) {
    if (key.isEmpty() || key.matches("settings?[.-]?")) {
      return Optional.of("setting.NAME");
    }
    if (key.startsWith("cairn.")) {
      return Optional.of(key.substring("cairn.".length()));
    }
    return prefixes.stream()
        .filter(prefix -> key.matches(Pattern.quote(prefix) + "[.-].+") && !key.matches(INJECTED))
        .map(prefix -> "setting." + key.substring(prefix.length() + 1)).findFirst()
        .or(() -> known.stream().filter(word -> isNear(key, word)).findFirst());
  }

  /**
   * Whether at most two changed letters make one word the other; for a short word, one letter. Separators do not count.
   */
  private static boolean isNear(String key, String word) {
    String one = key.replaceAll("[^a-z]", "");
    String other = word.replace("-", "");
    int[] row = IntStream.rangeClosed(0, other.length()).toArray();
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()] <= (other.length() > 4 ? 2 : 1);
  }
}
