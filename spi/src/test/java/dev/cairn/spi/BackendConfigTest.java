package dev.cairn.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class BackendConfigTest {

  private static BackendConfig config(Map<String, String> settings) {
    return new BackendConfig(Path.of("data"), BackendConfig.Mode.CREATE, Optional.of(Durability.OS), settings);
  }

  @Test
  void settings_are_read_as_what_they_are_or_fall_back() {
    BackendConfig config = config(Map.of("cache", "12", "mode", "slow"));
    assertEquals(12, config.number("cache", 1, 1, 100));
    assertEquals(7, config.number("size", 7, 1, 100));
    assertEquals("slow", config.choice("mode", "fast", "slow"));
    assertEquals("fast", config.choice("other", "fast", "slow"));
    config.refuseUnknown();
  }

  @Test
  void a_setting_that_is_no_number_or_out_of_range_or_another_word_is_refused_by_name() {
    BackendConfig config = config(Map.of("cache", "12", "size", "x", "mode", "slow"));
    assertTrue(refusal(() -> config.number("cache", 1, 1, 11)).contains("cache = '12'"));
    assertTrue(refusal(() -> config.number("size", 1, 1, 11)).contains("from 1 to 11"));
    assertTrue(refusal(() -> config.choice("mode", "fast", "faster")).contains(": fast, faster."));
  }

  @Test
  void an_unknown_setting_is_refused_together_with_those_that_are_known() {
    BackendConfig config = config(Map.of("cahce", "12"));
    config.number("cache", 1, 1, 100);
    String refusal = refusal(config::refuseUnknown);
    assertTrue(refusal.equals("Unknown settings: cahce. This backend knows cache."), refusal);
  }

  @Test
  void a_durability_is_given_as_asked_for_or_refused() {
    assertEquals(Durability.OS, config(Map.of()).durability(Durability.SYNC, Durability.OS));
    assertEquals("Durability OS was asked for; this backend can give SYNC, NONE.",
        refusal(() -> config(Map.of()).durability(Durability.SYNC, Durability.NONE)));
    BackendConfig silent = new BackendConfig(Path.of("data"), BackendConfig.Mode.CREATE, Optional.empty(), Map.of());
    assertEquals(Durability.SYNC, silent.durability(Durability.SYNC, Durability.OS));
  }

  private static String refusal(Executable attempt) {
    return assertThrows(BackendException.Misconfigured.class, attempt).getMessage();
  }
}
