package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.StoreUnavailable;
import dev.cairn.impl.backend.FoundBackend;
import dev.cairn.impl.backend.Location;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendProvider;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A backend that does what none should is named, by its jar. */
class BackendMistakeTest {
  private record Mistaken(Supplier<@Nullable Backend> opening) implements BackendProvider {
    @Override
    public String name() {
      return "mistaken";
    }

    @Override
    public Backend open(BackendConfig config) {
      return opening.get();
    }
  }

  private static void told(Supplier<@Nullable Backend> opening, String what) {
    Location location = Location.of(Path.of("somewhere"),
        new FoundBackend("mistaken", "mistaken.jar", new Mistaken(opening)));
    String message = assertThrows(StoreUnavailable.class, location::open).getMessage();
    assertTrue(message.contains(what) && message.contains("mistaken.jar"), message);
  }

  @Test
  void an_opening_that_is_null_is_an_error_that_says_so() {
    told(() -> null, "gave nothing back");
  }

  @Test
  void an_opening_that_throws_what_it_should_not_is_an_error_that_says_so() {
    told(() -> {
      throw new ArithmeticException("oops");
    }, "oops");
    told(() -> {
      throw new UnsatisfiedLinkError("no native code");
    }, "no native code");
  }
}
