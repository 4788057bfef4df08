package dev.cairn.impl.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.StoreId;
import dev.cairn.impl.record.UnreadableRecord;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ManifestCodecTest {
  private final ManifestCodec codec = new ManifestCodec();

  @Test
  void a_created_store_comes_back() {
    StoreCreated created = new StoreCreated(StoreId.random(), true);
    FieldOutput out = new FieldOutput(1000);
    codec.write(created, out);
    assertEquals(created, codec.read(ManifestCodec.STORE_CREATED, out.toBytes(), 0, out.position()));
  }

  @Test
  void every_definition_comes_back() {
    for (TypeDefinition type : Everything.STORE.dictionary().all()) {
      byte[] bytes = bytes(type);
      assertEquals(type, codec.read(ManifestCodec.TYPE_DEFINED, bytes, 0, bytes.length));
    }
  }

  @Test
  void the_built_in_part_of_a_definition_is_no_event() {
    assertThrows(UnreadableRecord.class, () -> codec.read(3, new byte[] { 4, 2, 10, 0, 14, 0 }, 0, 6));
  }

  @Test
  void a_broken_definition_is_refused_and_nothing_else() {
    SplittableRandom random = new SplittableRandom(7);
    byte[] bytes = bytes(Everything.STORE.dictionary().find(16).orElseThrow());
    int refusals = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] broken = bytes.clone();
      broken[random.nextInt(broken.length)] = (byte) random.nextInt();
      try {
        codec.read(ManifestCodec.TYPE_DEFINED, broken, 0, broken.length);
      } catch (UnreadableRecord e) {
        refusals++;
      }
    }
    assertEquals(true, refusals > 1000);
  }

  private byte[] bytes(TypeDefinition type) {
    FieldOutput out = new FieldOutput(10_000);
    codec.write(type, out);
    return out.toBytes();
  }
}
