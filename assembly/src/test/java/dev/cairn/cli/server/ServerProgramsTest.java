package dev.cairn.cli.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the programs of a server come from. */
final class ServerProgramsTest {
  @TempDir
  private Path folder;

  @Test
  void where_there_are_none_it_says_what_was_looked_for_and_what_to_do() {
    var failure = assertThrows(NoServer.class,
        () -> find(Optional.of(folder.resolve("server")), folder.resolve("bin"), folder.resolve("nothing")));
    for (String part : List.of("folder 'server'", "initdb", "14 or newer", "Install PostgreSQL", "--setting url=")) {
      assertTrue(String.valueOf(failure.getMessage()).contains(part), failure::getMessage);
    }
  }

  @Test
  void installed_programs_are_taken_if_they_are_new_enough_the_newest_first() throws IOException {
    install("13", "13.22");
    install("15", "15.18 (Debian 15.18-0+deb12u1)");
    install("17", "17.6");
    assertEquals(new ServerPrograms(folder.resolve("17/bin"), "17.6"), find(Optional.empty(), folder));
    assertEquals(new ServerPrograms(folder.resolve("15/bin"), "15.18"),
        find(Optional.empty(), folder.resolve("13/bin"), folder.resolve("15/bin"), folder));
  }

  @Test
  void a_link_leads_to_the_folder_with_the_other_programs() throws IOException {
    install("15", "15.18");
    Files.createDirectory(folder.resolve("path"));
    Files.createSymbolicLink(folder.resolve("path/initdb"), folder.resolve("15/bin/initdb"));
    assertEquals(folder.resolve("15/bin"), find(Optional.empty(), folder.resolve("path")).bin());
  }

  private ServerPrograms find(Optional<Path> server, Path... places) {
    return ServerPrograms.find(server, List.of(places), new ServerUser(List.of(), 0), folder);
  }

  private void install(String name, String version) throws IOException {
    Path bin = Files.createDirectories(folder.toRealPath().resolve(name).resolve("bin"));
    for (String program : List.of("initdb", "postgres")) {
      Path file = Files.writeString(bin.resolve(program), "#!/bin/sh\necho 'postgres (PostgreSQL) " + version + "'\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
