package dev.cairn.spi.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.spi.BackendException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PagedCursorTest {
  private final List<@Nullable Integer> asked = new ArrayList<>();
  private boolean closed;

  private PagedCursor<Integer> cursor(List<Integer> firstPage) {
    return new PagedCursor<>(() -> {
      if (closed) {
        throw new BackendException.Closed("closed");
      }
    }, firstPage, last -> {
      asked.add(last);
      int next = last == null ? 1 : last + 1;
      return next > 5 ? List.of() : List.of(next, next + 1);
    });
  }

  @Test
  void pages_follow_each_other_to_the_end_which_is_asked_for_once() {
    PagedCursor<Integer> cursor = cursor(List.of());
    for (int expected = 1; expected <= 6; expected++) {
      assertEquals(expected, cursor.next());
    }
    assertNull(cursor.next());
    assertNull(cursor.next());
    List<@Nullable Integer> pages = new ArrayList<>(Collections.singletonList(null));
    pages.addAll(List.of(2, 4, 6));
    assertEquals(pages, asked);
  }

  @Test
  void a_first_page_that_was_read_already_comes_first() {
    PagedCursor<Integer> cursor = cursor(List.of(3));
    assertEquals(3, cursor.next());
    assertEquals(4, cursor.next());
    assertEquals(List.of(3), asked);
  }

  @Test
  void a_closed_cursor_and_one_whose_backend_is_closed_say_so() {
    PagedCursor<Integer> cursor = cursor(List.of(1));
    cursor.close();
    cursor.close();
    assertThrows(BackendException.Closed.class, cursor::next);
    PagedCursor<Integer> other = cursor(List.of(1));
    closed = true;
    assertThrows(BackendException.Closed.class, other::next);
    other.close();
  }
}
