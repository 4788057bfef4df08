package dev.cairn.cli;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No text of the runtime, of a backend or of the command line is made of what only a programmer reads: an exception
 * with the name of its class, a record with its components, a list in brackets, a reference. What is put into a text is
 * looked for in the class files, by its declared type.
 */
final class MessageWordsTest {
  /** One class of each jar; what the test kits say is for programmers, and shows values on purpose. */
  private static final List<String> JARS = List.of("dev.cairn.api.ActorSystem", "dev.cairn.spi.Backend",
      "dev.cairn.impl.CairnRuntime", "dev.cairn.backend.memory.MemoryBackend", "dev.cairn.backend.sqlite.SqliteBackend",
      "dev.cairn.backend.rocksdb.RocksdbBackend", "dev.cairn.cli.Cairn");
  private static final List<Class<?>> NOT_FOR_PEOPLE =
      List.of(Throwable.class, Collection.class, Map.class, Optional.class);

  private final Set<String> found = new TreeSet<>();
  private int texts;

  @Test
  void no_text_holds_what_only_a_programmer_reads() throws Exception {
    for (String each : JARS) {
      scan(each);
    }
    assertTrue(texts > 150, () -> "only " + texts + " texts were looked at");
    assertEquals("", found.stream().collect(joining("\n")));
  }

  @Test
  void what_only_a_programmer_reads_is_recognized() {
    assertTrue(Stream.of(IOException.class, Plain.class, Choice.class, List.class, byte[].class, MessageWordsTest.class)
        .noneMatch(MessageWordsTest::isForPeople));
    assertTrue(Stream.of(String.class, Worded.class, long.class, Path.class, Thread.State.class, Object.class)
        .allMatch(MessageWordsTest::isForPeople));
  }

  private record Plain(int number) implements Choice {}

  private record Worded(int number) {
    @Override
    public String toString() {
      return "number " + number;
    }
  }

  private sealed interface Choice {}

  private void scan(String className) throws IOException, URISyntaxException {
    String file = className.replace('.', '/') + ".class";
    URI one = Objects.requireNonNull(loader().getResource(file), file).toURI();
    if (one.getScheme().equals("jar")) {
      try (FileSystem jar = FileSystems.newFileSystem(one, Map.of())) {
        scan(jar.getPath("/"));
      }
    } else {
      scan(Path.of(URI.create(one.toString().substring(0, one.toString().length() - file.length()))));
    }
  }

  private void scan(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(each -> each.toString().endsWith(".class")).toList()) {
        for (String type : ConcatenatedTypes.in(Files.readAllBytes(file), loader())) {
          texts++;
          if (!isForPeople(type)) {
            found.add(root.relativize(file) + " puts a " + type + " into a text");
          }
        }
      }
    }
  }

  private static boolean isForPeople(String type) {
    if (type.endsWith("[]")) {
      return false;
    }
    try {
      return isForPeople(Class.forName(type, false, loader()));
    } catch (ClassNotFoundException e) {
      return true; // of a library that is not needed here
    }
  }

  private static boolean isForPeople(Class<?> type) {
    if (type.isPrimitive() || type == Object.class || type.isEnum()) {
      return true;
    }
    if (type.isArray() || NOT_FOR_PEOPLE.stream().anyMatch(each -> each.isAssignableFrom(type))) {
      return false;
    }
    if (type.isSealed() && type.isInterface()) {
      return Stream.of(type.getPermittedSubclasses()).allMatch(MessageWordsTest::isForPeople);
    }
    return type.isInterface() || hasWords(type);
  }

  /** Whether a class says itself how it is shown; what the compiler makes for a record does not count. */
  private static boolean hasWords(Class<?> type) {
    try {
      return !type.getMethod("toString").getDeclaringClass().equals(Object.class)
          && !(type.isRecord() && ConcatenatedTypes.isShownByItsComponents(bytes(type)));
    } catch (NoSuchMethodException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bytes(Class<?> type) throws IOException {
    try (var in = Objects.requireNonNull(loader().getResourceAsStream(type.getName().replace('.', '/') + ".class"))) {
      return in.readAllBytes();
    }
  }

  private static ClassLoader loader() {
    return MessageWordsTest.class.getClassLoader();
  }
}
