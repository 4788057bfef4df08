package dev.cairn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.StreamKey;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Inspects the inspector: each backend breaks one promise, and a rule says which. */
class BrokenBackendTest {

  @Test
  void a_backend_that_keeps_every_rule_passes() {
    assertEquals(Set.of(), failures(Sound.class));
  }

  @Test
  void half_a_commit_is_caught() {
    assertCaught("a3_", HalfCommit.class);
  }

  @Test
  void an_append_that_overwrites_or_ignores_what_is_there_is_caught() {
    assertCaught("a2_", Upsert.class);
  }

  @Test
  void a_purge_by_prefix_is_caught() {
    assertCaught("i1_", PrefixPurge.class);
  }

  @Test
  void a_key_joined_into_one_text_is_caught() {
    assertCaught("i4_", JoinedKey.class);
  }

  @Test
  void a_lock_that_survives_closing_is_caught() {
    assertCaught("o7_", HeldForEver.class);
  }

  @Test
  void a_generation_that_is_given_twice_is_caught() {
    assertCaught("o1_", SameGeneration.class);
  }

  @Test
  void a_log_that_lags_behind_its_horizon_is_caught() {
    assertCaught("l6_", LaggingLog.class);
  }

  private static void assertCaught(String rule, Class<?> certification) {
    Set<String> failures = failures(certification);
    assertTrue(failures.stream().anyMatch(name -> name.startsWith(rule)), rule + " is not among " + failures);
  }

  /** Certifies the class; returns the rules that it broke. */
  private static Set<String> failures(Class<?> certification) {
    Set<String> failures = new TreeSet<>();
    int[] rules = { 0 };
    LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request().selectors(selectClass(certification))
        .build();
    LauncherFactory.create().execute(request, new TestExecutionListener() {
      @Override
      public void executionFinished(TestIdentifier rule, TestExecutionResult result) {
        rules[0] += rule.isTest() ? 1 : 0;
        if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
          failures.add(rule.getDisplayName());
        }
      }
    });
    assertTrue(rules[0] > 60, "only " + rules[0] + " rules ran");
    return failures;
  }

  static class Sound extends BackendCertification {
    @Override
    protected BackendProvider provider() {
      return new CardboardProvider();
    }
  }

  static class HalfCommit extends BackendCertification {
    @Override
    protected BackendProvider provider() {
      return new CardboardProvider() {
        @Override
        boolean checksSizesBeforeStoring() {
          return false;
        }
      };
    }
  }

  static class Upsert extends BackendCertification {
    @Override
    protected BackendProvider provider() {
      return new CardboardProvider() {
        @Override
        boolean accepts(long expectedLast, long actualLast) {
          return true;
        }
      };
    }
  }

  static class PrefixPurge extends BackendCertification {
    @Override
    protected BackendProvider provider() {
      return new CardboardProvider() {
        @Override
        boolean purgeReaches(String purged, String other) {
          return other.startsWith(purged);
        }
      };
    }
  }

  static class JoinedKey extends BackendCertification {
    @Override
    protected BackendProvider provider() {
      return new CardboardProvider() {
        @Override
        String streamName(StreamKey key) {
          return key.store() + "." + key.type() + "." + key.id();
        }
      };
    }
  }

  static class HeldForEver extends BackendCertification {
    @Override
    protected BackendProvider provider() {
      return new CardboardProvider() {
        @Override
        void release(CardboardBackend.Box box) {}
      };
    }
  }

  static class SameGeneration extends BackendCertification {
    @Override
    protected BackendProvider provider() {
      return new CardboardProvider() {
        @Override
        long nextGeneration(long newest) {
          return 1;
        }
      };
    }
  }

  static class LaggingLog extends BackendCertification {
    @Override
    protected BackendProvider provider() {
      return new CardboardProvider() {
        @Override
        long hiddenFromTheLog() {
          return 1;
        }
      };
    }
  }
}
