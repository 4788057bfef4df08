package dev.cairn.spi.embedded;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.BackendException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocationLockTest {
  @TempDir
  Path folder;

  private void refuse(Path path) {
    BackendException.Locked refusal = assertThrows(BackendException.Locked.class, () -> LocationLock.acquire(path));
    assertTrue(refusal.holder().contains(Long.toString(ProcessHandle.current().pid())), refusal.holder());
  }

  @Test
  void a_second_one_is_refused_and_told_who_holds_the_first() {
    LocationLock first = LocationLock.acquire(folder);
    refuse(folder);
    first.close();
    LocationLock.acquire(folder).close();
  }

  @Test
  void another_name_for_the_folder_is_the_same_folder() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    LocationLock lock = LocationLock.acquire(real);
    refuse(link);
    refuse(folder.resolve("link/../real"));
    lock.close();
  }

  @Test
  void closing_twice_frees_nobody_else() {
    LocationLock first = LocationLock.acquire(folder);
    first.close();
    LocationLock second = LocationLock.acquire(folder);
    first.close();
    refuse(folder);
    second.close();
  }

  @Test
  void a_folder_that_cannot_be_made_is_told_and_can_be_tried_again() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThrows(BackendException.Unavailable.class, () -> LocationLock.acquire(file));
    Files.delete(file);
    LocationLock.acquire(file).close();
    assertTrue(Files.exists(file.resolve("lock")));
  }
}
