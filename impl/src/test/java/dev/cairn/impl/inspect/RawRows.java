package dev.cairn.impl.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.impl.RawSql;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** By raw SQL. */
final class RawRows implements RawStore {
  private static final String PLACE =
      " WHERE seq = ? AND stream = (SELECT id FROM stream WHERE store = ? AND type = 'ledger' AND name = ?)";

  private final RawSql sql;

  RawRows(Path data) {
    this.sql = new RawSql(data);
  }

  private byte[] read(String table, String store, String actor, long sequence) {
    return sql.blobs("SELECT record FROM " + table + PLACE, sequence, store, bytes(actor)).get(0);
  }

  private void write(String table, String store, String actor, long sequence, byte[] record) {
    assertEquals(1, sql.update("UPDATE " + table + " SET record = ?" + PLACE, record, sequence, store, bytes(actor)));
  }

  private static byte[] bytes(String actor) {
    return actor.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] event(String store, String actor, long sequence) {
    return read("event", store, actor, sequence);
  }

  @Override
  public void putEvent(String store, String actor, long sequence, byte[] record) {
    write("event", store, actor, sequence, record);
  }

  @Override
  public byte[] snapshot(String actor, long sequence) {
    return read("snapshot", "main", actor, sequence);
  }

  @Override
  public void putSnapshot(String actor, long sequence, byte[] record) {
    write("snapshot", "main", actor, sequence, record);
  }

  @Override
  public void dropSnapshots() {
    sql.update("DELETE FROM snapshot");
  }

  @Override
  public void together(Runnable changes) {
    sql.update("BEGIN");
    changes.run();
    sql.update("COMMIT");
  }

  @Override
  public void close() {
    sql.close();
  }
}
