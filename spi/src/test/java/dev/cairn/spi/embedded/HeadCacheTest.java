package dev.cairn.spi.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.cairn.spi.StreamKey;
import org.junit.jupiter.api.Test;

class HeadCacheTest {
  private final HeadCache<Integer> cache = new HeadCache<>(2);

  private static StreamKey key(int number) {
    return new StreamKey("main", "account", Integer.toString(number));
  }

  private void put(int... numbers) {
    for (int number : numbers) {
      cache.put(key(number), number);
    }
  }

  @Test
  void what_was_put_last_is_found() {
    put(1);
    cache.put(key(1), 10);
    assertEquals(10, cache.find(key(1)));
    assertNull(cache.find(key(2)));
  }

  @Test
  void an_entry_that_is_not_put_again_is_dropped_with_the_second_rotation() {
    put(1, 2);
    cache.rotate();
    assertEquals(1, cache.find(key(1)));
    put(2, 3);
    cache.rotate();
    assertNull(cache.find(key(1)));
    assertEquals(2, cache.find(key(2)));
    assertEquals(3, cache.find(key(3)));
  }

  @Test
  void nothing_is_dropped_before_a_generation_is_full_or_within_a_batch() {
    put(1);
    cache.rotate();
    put(2, 3, 4, 5);
    assertEquals(1, cache.find(key(1)));
    cache.rotate();
    cache.rotate();
    assertEquals(1, cache.find(key(1)));
  }

  @Test
  void a_cleared_cache_knows_nothing_of_either_generation() {
    put(1, 2);
    cache.rotate();
    put(3);
    cache.clear();
    assertNull(cache.find(key(1)));
    assertNull(cache.find(key(3)));
  }

  @Test
  void the_heap_of_a_server_has_room_for_all_actors_that_are_in_memory_by_default() {
    assertEquals(100_000, HeadCache.streamsIn(1L << 30));
  }

  @Test
  void a_small_heap_has_room_for_fewer_but_for_ten_thousand_at_least() {
    assertEquals(16_384, HeadCache.streamsIn(64L << 20));
    assertEquals(10_000, HeadCache.streamsIn(16L << 20));
  }
}
