package dev.cairn.examples.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code docs/kafka.md} shows is what the bank does, which the other tests run. */
class KafkaGuideTest {
  private static final int EXAMPLES = 2;

  private static List<String> examples(String language) throws IOException {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(Path.of("..", "..", "docs", "kafka.md"))).results()
        .map(found -> found.group(1)).toList();
  }

  /** The message on the page. */
  static JsonObject message() throws IOException {
    return JsonParser.parseString(examples("json").get(0)).getAsJsonObject();
  }

  @Test
  void every_example_of_the_page_stands_in_the_bank() throws IOException {
    String bank = spaced(Files.readString(Path.of("src/main/java/dev/cairn/examples/kafka/Bank.java")));
    List<String> examples = examples("java").stream().map(KafkaGuideTest::spaced).toList();
    assertEquals(EXAMPLES, examples.size());
    examples.forEach(example -> assertTrue(bank.contains(example), example));
  }

  private static String spaced(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
