package dev.cairn.api.bind;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A setting of a backend may be a password. */
class SecretSettingsTest {
  private static final Map<String, String> SETTINGS = Map.of("password", "open-sesame");

  @Test
  void the_options_of_a_tool_name_its_settings_and_tell_no_value() {
    BackendAccess access = new BackendAccess(Optional.empty(), SETTINGS);
    assertTrue(access.toString().contains("password"), access.toString());
    assertFalse(access.toString().contains("sesame"), access.toString());
    CopyOptions copy = new CopyOptions(Path.of("here"), Path.of("there"), Optional.empty(), Optional.empty(),
        Optional.empty(), false, access, SETTINGS);
    assertTrue(copy.toString().contains("there"), copy.toString());
    assertFalse(copy.toString().contains("sesame"), copy.toString());
  }
}
