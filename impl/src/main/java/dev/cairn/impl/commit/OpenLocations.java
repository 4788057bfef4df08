package dev.cairn.impl.commit;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The open locations of this process, for code that knows when a backend comes or leaves. */
public final class OpenLocations {
  private static final Set<Committer> OPEN = ConcurrentHashMap.newKeySet();

  private OpenLocations() {}

  static void add(Committer committer) {
    OPEN.add(committer);
  }

  static void remove(Committer committer) {
    OPEN.remove(committer);
  }

  /** Whether a location is open on such a backend. */
  public static boolean any(Predicate<Class<?>> backend) {
    return OPEN.stream().anyMatch(committer -> backend.test(committer.provider()));
  }

  /**
   * Closes the sessions of a backend that is about to leave, each after its batch under way. Returns when they are
   * closed, or after a while. Commits wait for the backend to come back, as they do after a failure.
   *
   * @param leaving recognizes the provider of the backend by its class
   */
  public static void leave(Predicate<Class<?>> leaving, String why) {
    OPEN.stream().filter(committer -> leaving.test(committer.provider())).toList()
        .forEach(committer -> committer.closeSession(why));
  }

  /** Tries at once to open the locations whose session is lost: a backend may have come. */
  public static void look() {
    OPEN.forEach(Committer::hurry);
  }
}
