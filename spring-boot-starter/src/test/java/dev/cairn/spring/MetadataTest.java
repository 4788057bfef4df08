package dev.cairn.spring;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What an editor shows of the properties. */
class MetadataTest {
  @Test
  void every_property_has_a_description() throws IOException {
    String metadata = metadata();
    for (RecordComponent component : CairnProperties.class.getRecordComponents()) {
      String name = "\"name\": \"cairn." + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase() + "\"";
      int at = metadata.indexOf(name);
      assertTrue(at > 0, () -> name + " is not in " + metadata);
      assertTrue(metadata.substring(at, metadata.indexOf('}', at)).contains("\"description\""), name);
    }
    // the processor takes the text of the first parameter whose name begins like the property
    assertTrue(metadata.contains("\"description\": \"the name of the backend"), metadata);
  }

  private static String metadata() throws IOException {
    try (InputStream in = MetadataTest.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
