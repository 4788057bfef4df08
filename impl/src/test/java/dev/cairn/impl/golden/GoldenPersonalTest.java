package dev.cairn.impl.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.EventLog;
import dev.cairn.api.Forgotten;
import dev.cairn.api.KeyRing;
import dev.cairn.api.Persistence;
import dev.cairn.api.PersonalKeys;
import dev.cairn.api.StoreInspector;
import dev.cairn.impl.golden.Till.Content;
import dev.cairn.impl.golden.Till.Happened;
import dev.cairn.impl.golden.Till.Look;
import dev.cairn.impl.golden.Till.Order;
import dev.cairn.impl.golden.Till.Pay;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Stores with personal actors, one of them forgotten, and the file of their keys, have everything in every later
 * version. {@link #main} made them.
 */
class GoldenPersonalTest {
  private static final ActorType<Order<?>, Happened, Content> TYPE =
      ActorType.of(MethodHandles.lookup(), "secret", Happened.class, Content.class, Till::new)
          .with(Persistence.full().snapshotEvery(3)).personal();
  private static final String KEYS = "personal.keys";
  private static final String DATA = "data";
  private static final int MOST = 100;

  @TempDir
  Path folder;

  /** Takes a working folder and the folder for the results. */
  public static void main(String[] args) throws IOException {
    for (String backend : List.of("sqlite", "rocksdb")) {
      Path working = Files.createDirectories(Path.of(args[0], backend));
      try (KeyRing ring = ring(working);
          ActorSystem system = ActorSystem.builder().data(working.resolve(DATA)).backend(backend).keys(ring).open()) {
        for (int time = 0; time < 7; time++) {
          for (String id : List.of("gone", "here")) {
            system.entity(TYPE, id).ask("command " + time, new Pay(time, "note " + time + " of " + id));
          }
        }
        system.forget(TYPE, "gone");
      }
      String name = backend + "-personal-closed";
      pack(working, Path.of(args[1], name + ".zip"));
      Files.write(Path.of(args[1], name + ".txt"), read(working));
    }
  }

  private static KeyRing ring(Path folder) {
    return GoldenStores.ring().personalKeys(PersonalKeys.file(folder.resolve(KEYS)));
  }

  private static void pack(Path folder, Path zip) throws IOException {
    try (OutputStream file = Files.newOutputStream(zip);
        ZipOutputStream out = new ZipOutputStream(file);
        Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = each.getFileName().toString();
        if (!name.equals("lock.holder") && !name.startsWith("LOG")) {
          out.putNextEntry(new ZipEntry(folder.relativize(each).toString()));
          out.write(Files.readAllBytes(each));
        }
      }
    }
  }

  private static void unpack(String name, Path folder) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(resource(name + ".zip"))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.write(file, zip.readAllBytes());
      }
    }
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(GoldenPersonalTest.class.getResourceAsStream("personal/" + name), name);
  }

  private static List<String> read(Path folder) {
    List<String> lines = new ArrayList<>();
    try (KeyRing ring = ring(folder); StoreInspector inspector = StoreInspector.open(folder.resolve(DATA), ring)) {
      inspector.streams("main", stream -> lines.add(stream.toString()));
      lines.add(inspector.verify(damage -> lines.add(damage.toString()), events -> {
      }).toString());
    }
    try (KeyRing ring = ring(folder);
        ActorSystem system = ActorSystem.builder().data(folder.resolve(DATA)).keys(ring).open()) {
      ActorRef<Order<?>> here = system.entity(TYPE, "here");
      lines.add("here " + here.ask(new Look()));
      lines.add("done " + here.tryAsk("command 6", new Pay(-1, "was not done before")));
      lines.add("gone " + forgotten(system));
      EventLog log = system.log("main");
      log.read(log.start(), MOST).events().forEach(event -> lines.add(event.offset().position() + " " + event.id() + " "
          + event.sequence() + " " + event.fields() + " " + event.commandId().orElse("-") + " " + event.time()));
    }
    return lines;
  }

  private static String forgotten(ActorSystem system) {
    try {
      return "answers " + system.entity(TYPE, "gone").ask(new Look());
    } catch (Forgotten e) {
      return "is forgotten: " + e.path();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = { "sqlite", "rocksdb" })
  void personal_actors_are_as_they_were_and_a_forgotten_one_stays_forgotten(String backend) throws IOException {
    String name = backend + "-personal-closed";
    unpack(name, folder);
    try (InputStream expected = resource(name + ".txt")) {
      assertEquals(new String(expected.readAllBytes(), StandardCharsets.UTF_8).strip(),
          String.join("\n", read(folder)));
    }
  }
}
