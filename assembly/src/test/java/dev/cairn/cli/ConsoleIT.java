package dev.cairn.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console of the distribution, from the outside. */
final class ConsoleIT {
  private static final Pattern ADDRESS = Pattern.compile(".* is at (http://127\\.0\\.0\\.1:\\d+)/#token=(\\S+)");

  @TempDir
  private Path folder;

  private static HttpURLConnection ask(String address, String header, String value) throws IOException {
    var asked = (HttpURLConnection) URI.create(address).toURL().openConnection();
    asked.setConnectTimeout(20_000);
    asked.setReadTimeout(20_000);
    asked.setRequestProperty(header, value);
    return asked;
  }

  @Test
  void the_command_finds_the_module_in_its_folder_and_shows_the_states_that_the_classes_of_a_jar_make()
      throws IOException {
    ModulePathIT.example(folder, "sqlite").done();
    try (Child child = Launch.cairn(folder, "console", "cairn-data", "--app", Distribution.example()).start()) {
      String said = child.line().orElseGet(() -> child.ended().error());
      Matcher address = ADDRESS.matcher(said);
      assertTrue(address.matches(), said);
      var entered = ask(address.group(1) + "/api/session", "Authorization", "Bearer " + address.group(2));
      assertEquals(204, entered.getResponseCode());
      String cookie = entered.getHeaderField("Set-Cookie").split(";")[0];
      var state = ask(address.group(1) + "/api/state?store=main&type=account&id=42&at=1", "Cookie", cookie);
      String body = new String(state.getInputStream().readAllBytes(), UTF_8);
      assertTrue(body.contains("\"changes\":[{\"path\":\"cents\",\"kind\":\"CHANGED\""), body);
      assertEquals("", child.terminate().error());
    }
  }
}
