package dev.cairn.cluster.pekko;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A program that has this module on its path, and does not choose it. */
@Isolated("it looks at all threads")
@Timeout(60)
final class WithoutPlacementTest {
  private static final Pattern THREAD = Pattern.compile("^(#\\d+ \"[^\"]*\").*");
  private static final Pattern OF_A_PLACEMENT =
      Pattern.compile(".*(pekko|cairn-cluster|cairn-lease|cairn-pulse|cairn-others).*");

  @TempDir
  private Path folder;

  @Test
  void a_system_without_a_placement_has_no_thread_of_one() throws Exception {
    Set<String> before = threads("before");
    try (ActorSystem system = ActorSystem.builder().data(folder.resolve("data")).backend("memory").types(Account.TYPE)
        .open()) {
      assertEquals(1, system.entity(Account.TYPE, "1").<Long>ask(new Account.Deposit(1)));
      List<String> more = threads("with").stream().filter(thread -> !before.contains(thread)).toList();
      assertTrue(more.stream().anyMatch(thread -> thread.contains("cairn-")), () -> "" + more);
      assertEquals(List.of(), more.stream().filter(OF_A_PLACEMENT.asMatchPredicate()).toList());
    }
  }

  /** Of both kinds: numbers and names. Other tests may have left some that are about to end. */
  private Set<String> threads(String name) throws Exception {
    Path dump = folder.resolve(name + ".txt");
    ManagementFactory.getPlatformMBeanServer().invoke(new ObjectName("com.sun.management:type=HotSpotDiagnostic"),
        "dumpThreads", new Object[] { dump.toAbsolutePath().toString(), "TEXT_PLAIN" },
        new String[] { String.class.getName(), String.class.getName() });
    return Files.readAllLines(dump).stream().map(THREAD::matcher).filter(Matcher::matches)
        .map(thread -> thread.group(1)).collect(Collectors.toSet());
  }
}
