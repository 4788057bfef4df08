package dev.cairn.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void a_text_is_read_as_it_was_written() {
    BackendConfig config = config(Map.of("url", " somewhere "));
    assertEquals(Optional.of(" somewhere "), config.text("url"));
    assertEquals(Optional.empty(), config.text("other"));
    config.refuseUnknown();
  }

  @Test
  void a_secret_is_given_itself_or_by_a_file_or_by_a_variable(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), "se same\n");
    assertEquals("sesame", secret(Map.of("password", "sesame")));
    assertEquals("se same", secret(Map.of("password-file", file.toString())));
    assertEquals(System.getenv("PATH"), secret(Map.of("password-env", "PATH")));
    assertTrue(config(Map.of()).secret("password").isEmpty());
  }

  private static String secret(Map<String, String> settings) {
    BackendConfig config = config(settings);
    String secret = new String(config.secret("password").orElseThrow());
    config.refuseUnknown();
    return secret;
  }

  @Test
  void a_secret_that_cannot_be_had_is_refused_and_none_is_ever_told(@TempDir Path folder) {
    Path absent = folder.resolve("absent");
    assertTrue(refusal(() -> config(Map.of("password-file", absent.toString())).secret("password"))
        .contains("password-file = '" + absent + "'"));
    assertTrue(refusal(() -> config(Map.of("password-env", "CAIRN_NOT_SET")).secret("password"))
        .contains("CAIRN_NOT_SET"));
    BackendConfig both = config(Map.of("password", "sesame", "password-env", "PATH"));
    assertEquals("Settings password, password-env: give one of them.", refusal(() -> both.secret("password")));
    assertFalse(both.toString().contains("sesame"), both.toString());
  }

  private static String refusal(Executable attempt) {
    return assertThrows(BackendException.Misconfigured.class, attempt).getMessage();
  }
}
