package dev.cairn.cluster.pekko;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.cluster.pekko.TestMember.Settings;
import dev.cairn.spi.Placement.NotJoined;
import dev.cairn.spi.PlacementConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(180)
final class JoiningTest {

  @TempDir
  private Path folder;

  @Test
  void a_process_of_another_cluster_is_refused_and_told_which_it_is() {
    Settings settings = Settings.ofOneSeed();
    try (TestMember a = TestMember.join("a", "shop", settings.seed())) {
      var e = assertThrows(NotJoined.class, () -> TestMember.join("b", "warehouse", settings.another()));
      assertTrue(e.getMessage().contains("is another one. This process is of cluster 'warehouse' on location 'test'"),
          e.getMessage());
      assertEquals(1, a.placement.members().size());
      assertFalse(a.lost.isDone());
    }
  }

  @Test
  void a_process_of_another_location_or_with_other_slices_is_refused_and_told_which_it_has() {
    Settings settings = Settings.ofOneSeed();
    try (TestMember a = TestMember.join("a", "shop", settings.seed())) {
      PlacementConfig same = TestMember.config("shop", settings.another());
      for (PlacementConfig other : List.of(
          new PlacementConfig("shop", "elsewhere", TestMember.SLICES, "1", same.settings(), Optional.empty()),
          new PlacementConfig("shop", "test", 7, "1", same.settings(), Optional.empty()))) {
        try (TestMember b = new TestMember("b", new ArrayList<>())) {
          var e = assertThrows(NotJoined.class, () -> b.open(other));
          assertTrue(e.getMessage().contains("on location '" + other.location() + "' with " + other.slices()
              + " slices; cluster, location and slices must be the same in all processes."), e.getMessage());
          assertEquals(List.of(), b.told);
        }
      }
      assertEquals(1, a.placement.members().size());
    }
  }

  @Test
  void a_second_cluster_on_one_location_is_refused_and_told_of_the_first_unless_it_is_wanted() {
    var leases = new MemoryLeases();
    try (TestMember a = new TestMember("a", new ArrayList<>()); TestMember b = new TestMember("b", new ArrayList<>());
        TestMember c = new TestMember("c", new CopyOnWriteArrayList<>())) {
      Settings ours = Settings.ofOneSeed();
      a.open("shop", ours.seed(), leases);
      b.open("shop", ours.another(), leases);
      Map<String, String> alone = Settings.ofOneSeed().seed();
      alone.put("join-within-seconds", "2");
      for (String name : List.of("shop", "warehouse")) {
        var e = assertThrows(NotJoined.class, () -> new TestMember("c", c.told).open(name, alone, leases));
        assertTrue(e.getMessage().contains("its oldest process is 127.0.0.1:" + ours.seedPort() + ","), e.getMessage());
      }
      assertEquals(List.of(), c.told, "it had no slice");
      alone.putAll(Map.of("beside-another", "true", "join-within-seconds", "60"));
      c.open("warehouse", alone, leases);
      c.placement.close();
      alone.remove("beside-another");
      a.placement.close();
      b.placement.close();
      assertEquals(Optional.empty(), leases.apply(OneCluster.LEASE).owner(), "the last one has given it back");
    }
  }

  @Test
  void a_process_that_nobody_answers_is_told_where_to_look() {
    Settings settings = Settings.ofOneSeed();
    Map<String, String> alone = settings.another();
    alone.put("join-within-seconds", "1");
    var e = assertThrows(NotJoined.class, () -> TestMember.join("b", "alone", alone));
    assertTrue(e.getMessage().contains("A new cluster begins on the first seed."), e.getMessage());
  }

  @Test
  void a_port_that_is_taken_is_named() throws InterruptedException {
    Settings settings = Settings.ofOneSeed();
    try (TestMember a = TestMember.join("a", "port", settings.seed())) {
      var e = assertThrows(NotJoined.class, () -> TestMember.join("b", "port", settings.seed()));
      assertTrue(e.getMessage().startsWith("This process cannot listen at 127.0.0.1:"), e.getMessage());
      TestMember.await("a is a member still", () -> a.placement.members().size() == 1);
    }
  }

  @Test
  void with_tls_a_process_with_the_right_certificate_is_let_in_and_one_with_another_is_not() throws Exception {
    Path ours = keys("ours");
    Path other = keys("other");
    Settings settings = Settings.ofOneSeed();
    try (TestMember a = TestMember.join("a", "tls", withTls(settings.seed(), ours, ours));
        TestMember b = TestMember.join("b", "tls", withTls(settings.another(), ours, ours))) {
      TestMember.await("both have slices", () -> a.slices() > 0 && b.slices() > 0);
      for (int slice = 0; slice < TestMember.SLICES; slice++) {
        assertTrue(b.ask(slice, "sealed").endsWith(" sealed"));
      }
      for (Map<String, String> stranger : List.of(withTls(settings.another(), other, ours), settings.another())) {
        stranger.put("join-within-seconds", "3");
        assertThrows(NotJoined.class, () -> TestMember.join("c", "tls", stranger));
      }
      assertEquals(2, a.placement.members().size());
    }
  }

  private static Map<String, String> withTls(Map<String, String> settings, Path keys, Path trusted) {
    var all = new HashMap<>(settings);
    all.putAll(Map.of("key-store", keys.toString(), "key-store-password", "changeit", "trust-store", trusted.toString(),
        "trust-store-password", "changeit"));
    return all;
  }

  private Path keys(String name) throws IOException, InterruptedException {
    Path store = folder.resolve(name + ".p12");
    var keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-J-XX:TieredStopAtLevel=1", "-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + name,
        "-keystore",
        store.toString(), "-storetype", "PKCS12", "-storepass", "changeit", "-validity", "2").redirectErrorStream(true)
        .redirectOutput(folder.resolve("keytool.txt").toFile()).start();
    assertTrue(keytool.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, keytool.exitValue());
    return store;
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|',
      value = {
          "host | 192.0.2.7 | is not a loopback address, and there is no TLS",
          "bind-host | 0.0.0.0 | there is no TLS",
          "port | none | must be a whole number from 1 to 65535",
          "seeds | a:1,b | 'b' must be HOST:PORT",
          "downing | chance | must be one of: keep-majority, lease-majority",
          "downing | lease-majority | the backend of this location has no lease",
          "stable-after-millis | 1000 | together they must be at least 3000, not 2000",
          "sedes | a:1 | Unknown settings: cluster.sedes. The placement 'pekko' knows cluster.beside-another",
          "key-store | k.p12 | Settings cluster.key-store and cluster.trust-store: give both" })
  void a_setting_that_cannot_be_given_is_refused_by_name(String name, String value, String told) {
    Map<String, String> settings = Settings.ofOneSeed().seed();
    settings.put(name, value);
    PlacementConfig config = TestMember.config("settings", settings);
    var e = assertThrows(IllegalArgumentException.class, () -> ClusterSettings.read(config));
    assertTrue(e.getMessage().contains(told), e.getMessage());
    assertFalse(e.getMessage().contains("null"), e.getMessage());
  }

  @Test
  void host_and_seeds_must_be_given_and_an_open_network_must_be_wanted() {
    for (String missing : List.of("host", "seeds")) {
      Map<String, String> settings = new HashMap<>(TestMember.config("x", Settings.ofOneSeed().seed()).settings());
      settings.remove(missing);
      var config = new PlacementConfig("x", "test", 1, "", settings, Optional.empty());
      var e = assertThrows(IllegalArgumentException.class, () -> ClusterSettings.read(config));
      assertTrue(e.getMessage().startsWith("Setting cluster." + missing + " is missing"), e.getMessage());
    }
    Map<String, String> open = Settings.ofOneSeed().seed();
    open.putAll(Map.of("host", "192.0.2.7", "insecure", "true"));
    assertEquals(Duration.ofSeconds(60), ClusterSettings.read(TestMember.config("x", open)).releaseWithin());
  }
}
