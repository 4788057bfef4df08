package dev.cairn.cli.server;

import dev.cairn.cli.print.Failure;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.tukaani.xz.XZInputStream;

/**
 * The programs of a server: those in the distribution's folder {@code server}, or else those that are installed.
 *
 * @param bin the folder with {@code initdb} and {@code postgres}
 * @param version for people
 */
record ServerPrograms(Path bin, String version) {
  private static final int OLDEST = 14;
  private static final Pattern VERSION = Pattern.compile("PostgreSQL\\) ((\\d+)\\S*)");

  /** Where systems install the programs of a server beside others, so that they are not on the path. */
  private static final List<Path> USUAL_PLACES = List.of(Path.of("/usr/lib/postgresql"), Path.of("/usr/pgsql-18/bin"),
      Path.of("/usr/pgsql-17/bin"), Path.of("/usr/pgsql-16/bin"), Path.of("/usr/pgsql-15/bin"),
      Path.of("/usr/local/pgsql/bin"), Path.of("/usr/libexec/postgresql"), Path.of("/opt/homebrew/opt"));

  /**
   * Finds programs that run here.
   *
   * @param server the distribution's folder with the programs, if there is a distribution
   * @param work the folder to unpack into
   */
  static ServerPrograms find(Optional<Path> server, ServerUser user, Path work) {
    Stream<Path> places = Stream.concat(
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)).filter(part -> !part.isEmpty())
            .map(Path::of),
        USUAL_PLACES.stream());
    return find(server, places.toList(), user, work);
  }

  static ServerPrograms find(Optional<Path> server, List<Path> places, ServerUser user, Path work) {
    return server.flatMap(folder -> unpacked(folder, user, work)).or(() -> installed(places, user))
        .orElseThrow(() -> new NoServer("No PostgreSQL server can be started: the folder 'server' of the distribution"
            + " has no programs that run here (" + platform() + "), and no initdb of PostgreSQL " + OLDEST
            + " or newer was found in the PATH or in the usual places. Install PostgreSQL, or name a server with"
            + " --setting url=jdbc:postgresql://HOST/DATABASE in place of --with-server."));
  }

  private static Optional<ServerPrograms> unpacked(Path folder, ServerUser user, Path work) {
    try (var files = Files.isDirectory(folder) ? Files.list(folder) : Stream.<Path>empty()) {
      Optional<Path> jar =
          files.filter(file -> file.toString().matches(".*-" + platform() + "-\\d[^/]*\\.jar")).findFirst();
      return jar.isEmpty() ? Optional.empty() : unpack(jar.get(), user, work);
    } catch (IOException e) {
      throw new NoServer("The programs of the server in " + folder + " cannot be unpacked: " + Failure.words(e) + ".");
    }
  }

  /** The one file of the jar that is an archive goes through the tar of the machine, which knows links and rights. */
  private static Optional<ServerPrograms> unpack(Path jar, ServerUser user, Path work) throws IOException {
    Path folder = Files.createDirectory(work.resolve("postgresql"));
    user.take(folder);
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      var archive = zip.stream().filter(entry -> entry.getName().endsWith(".txz")).findFirst()
          .orElseThrow(() -> new IOException(jar + " holds no archive"));
      try (InputStream plain = new XZInputStream(zip.getInputStream(archive))) {
        Tool tar = Tool.run(user.command("tar", "-x", "-o", "-f", "-", "-C", folder), plain);
        if (!tar.isDone()) {
          throw new IOException("tar says: " + tar.text());
        }
      }
    }
    return in(folder.resolve("bin"), user);
  }

  /** The programs as the names of their jars name a platform. */
  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).replaceFirst("mac os x", "darwin");
    return system + "-" + System.getProperty("os.arch").replace("x86_64", "amd64").replace("aarch64", "arm64v8");
  }

  private static Optional<ServerPrograms> installed(List<Path> places, ServerUser user) {
    return places.stream().flatMap(ServerPrograms::folders).distinct()
        .flatMap(bin -> in(bin, user).stream()).findFirst();
  }

  /** The folder itself, or the folders of several versions in it, the newest first. */
  private static Stream<Path> folders(Path place) {
    if (isProgram(place.resolve("initdb"))) {
      return Stream.of(place);
    }
    try (var inside = Files.isDirectory(place) ? Files.list(place) : Stream.<Path>empty()) {
      return inside.map(version -> version.resolve("bin")).filter(bin -> isProgram(bin.resolve("initdb")))
          .sorted(Comparator.reverseOrder()).toList().stream();
    } catch (IOException e) {
      return Stream.empty(); // a folder that may not be read holds nothing for us
    }
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  /** The programs in a folder, if they run and are new enough; a link on the path leads to their own folder. */
  private static Optional<ServerPrograms> in(Path bin, ServerUser user) {
    Path folder = folder(bin);
    Matcher version = VERSION.matcher(Tool.run(user.command(folder.resolve("postgres"), "--version")).text());
    return version.find() && Integer.parseInt(version.group(2)) >= OLDEST
        ? Optional.of(new ServerPrograms(folder, version.group(1)))
        : Optional.empty();
  }

  private static Path folder(Path bin) {
    try {
      Path folder = bin.resolve("initdb").toRealPath().getParent();
      return folder == null ? bin : folder;
    } catch (IOException e) {
      return bin;
    }
  }
}
