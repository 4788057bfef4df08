package dev.cairn.backend.postgresql;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The kit once more, where several sessions may write. */
class PostgresqlSharedBackendTest extends PostgresqlBackendTest {
  private static final String WRITERS = "cairn.tck.setting.writers";

  @BeforeAll
  static void let_many_write() {
    System.setProperty(WRITERS, "many");
  }

  @AfterAll
  static void let_one_write() {
    System.clearProperty(WRITERS);
  }
}
