package dev.cairn.impl.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.impl.record.FieldOutput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What each released version has written is read as the same values for ever, by classes that have changed since. A new
 * version adds a folder; a file that is there never changes.
 */
class GoldenFilesTest {
  private static final List<String> VERSIONS = List.of("0.1.0");
  private static final HexFormat HEX = HexFormat.of();
  private static final ManifestCodec MANIFEST = new ManifestCodec();

  /** Who wrote a file, and with what classes and declarations it is read. */
  enum Scene {
    /** Every kind, unchanged. */
    EVERYTHING(Everything.STORE, Everything.all(), Everything.SCHEMA),
    /** Added, renamed and reordered components, types and constants with other names, records inside records. */
    FORMER(EvolutionTest.FIRST, EvolutionTest.formerValues(), EvolutionTest.GROWTH_OF_FIRST),
    /** The same after it was written down. */
    GROWN(EvolutionTest.GROWN, EvolutionTest.grownValues(), EvolutionTest.GROWTH_OF_FIRST),
    /** Removed components, retired types. */
    REMOVED(EvolutionTest.FIRST, EvolutionTest.removedValues(), EvolutionTest.REMOVAL),
    /** Upcast in two steps. */
    UPCAST_TWICE(UpcastTest.FIRST, UpcastTest.firstValues(), UpcastTest.SCHEMA),
    /** Upcast in one step. */
    UPCAST_ONCE(UpcastTest.SECOND, UpcastTest.secondValues(), UpcastTest.SCHEMA);

    private final Store writer;
    private final List<Object> values;
    private final ActorSchema reader;

    Scene(Store writer, List<Object> values, ActorSchema reader) {
      this.writer = writer;
      this.values = values;
      this.reader = reader;
    }

    String file() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".txt";
    }
  }

  @ParameterizedTest
  @EnumSource(Scene.class)
  void what_was_written_once_is_read_for_ever(Scene scene) throws IOException {
    for (String version : VERSIONS) {
      TypeDictionary dictionary = TypeDictionary.EMPTY;
      Store reader = null;
      int values = 0;
      for (String line : golden(version, scene).lines().filter(line -> !line.startsWith("#")).toList()) {
        String[] words = line.split(" ", 4);
        if (words[0].equals("type")) {
          dictionary = dictionary.with(definition(HEX.parseHex(words[1])));
          continue;
        }
        reader = reader == null ? Store.of(dictionary, scene.reader) : reader;
        byte[] bytes = HEX.parseHex(words[2].substring(1));
        values++;
        assertEquals(words[3], shown(reader.codec().read(Integer.parseInt(words[1]), bytes, 0, bytes.length)), line);
      }
      assertEquals(scene.values.size(), values);
    }
  }

  @ParameterizedTest
  @EnumSource(Scene.class)
  void what_is_written_today_is_what_the_newest_version_wrote(Scene scene) throws IOException {
    assertEquals(golden(VERSIONS.getLast(), scene), written(scene));
  }

  static String written(Scene scene) {
    List<String> lines = new ArrayList<>(List.of("# Written by Cairn " + VERSIONS.getLast() + "."));
    for (TypeDefinition type : scene.writer.dictionary().all()) {
      FieldOutput out = new FieldOutput(1 << 20);
      MANIFEST.write(type, out);
      lines.add("type " + HEX.formatHex(out.toBytes()));
    }
    Store reader = Store.of(scene.writer.dictionary(), scene.reader);
    for (Object value : scene.values) {
      byte[] bytes = scene.writer.write(value);
      int id = scene.writer.codec().typeId(value);
      lines.add(
          "value " + id + " =" + HEX.formatHex(bytes) + " " + shown(reader.codec().read(id, bytes, 0, bytes.length)));
    }
    return String.join("\n", lines) + "\n";
  }

  /** As it prints itself, in ASCII. */
  private static String shown(Object value) {
    return value.toString().chars().mapToObj(c -> c < 0x7F ? Character.toString(c) : String.format("\\u%04x", c))
        .collect(Collectors.joining());
  }

  private static TypeDefinition definition(byte[] bytes) {
    return (TypeDefinition) MANIFEST.read(ManifestCodec.TYPE_DEFINED, bytes, 0, bytes.length);
  }

  private static String golden(String version, Scene scene) throws IOException {
    String name = version + "/" + scene.file();
    try (InputStream in = GoldenFilesTest.class.getResourceAsStream(name)) {
      return in == null ? "missing: " + name : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
