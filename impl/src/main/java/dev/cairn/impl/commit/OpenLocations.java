package dev.cairn.impl.commit;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The locations that are open in this process, for whoever knows that a backend comes or goes. */
public final class OpenLocations {
  private static final Set<Committer> OPEN = ConcurrentHashMap.newKeySet();

  private OpenLocations() {}

  static void add(Committer committer) {
    OPEN.add(committer);
  }

  static void remove(Committer committer) {
    OPEN.remove(committer);
  }

  /** Whether something is open on such a backend. */
  public static boolean any(Predicate<Class<?>> backend) {
    return OPEN.stream().anyMatch(committer -> backend.test(committer.provider()));
  }

  /**
   * Closes the sessions of a backend that is about to leave, each after the batch that it is storing, and returns when
   * they are closed, or after a while. Commits wait for it to come back as they do after a failure.
   *
   * @param leaving tells the provider of such a backend by its class
   */
  public static void leave(Predicate<Class<?>> leaving, String why) {
    OPEN.stream().filter(committer -> leaving.test(committer.provider())).toList()
        .forEach(committer -> committer.closeSession(why));
  }

  /** Tries at once to open what is lost: a backend may have come. */
  public static void look() {
    OPEN.forEach(Committer::hurry);
  }
}
