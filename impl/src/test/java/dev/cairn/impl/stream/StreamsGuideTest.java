package dev.cairn.impl.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.AppendConflict;
import dev.cairn.api.EventMetadata;
import dev.cairn.api.LoggedState;
import dev.cairn.api.NewEvent;
import dev.cairn.api.StreamRef;
import dev.cairn.api.StreamType;
import dev.cairn.api.TypedBytes;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The examples of {@code docs/streams.md}, compiled, and doing what the page says of them. */
@Timeout(60)
class StreamsGuideTest {
  private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  sealed interface OrderEvent {}

  record Placed(String item, int count) implements OrderEvent {}

  record Paid(long cents) implements OrderEvent {}

  record OrderState(int count, long paid) {}

  static final StreamType<OrderEvent, OrderState> ORDERS =
      StreamType.of(MethodHandles.lookup(), "order", OrderEvent.class, OrderState.class);

  static final StreamType<TypedBytes, TypedBytes> INVOICES = StreamType.bytes("invoice");

  @TempDir
  Path data;

  static OrderState fold(StreamRef<OrderEvent, OrderState> order) {
    LoggedState snapshot = order.snapshot(Long.MAX_VALUE).orElse(null);
    long from = snapshot == null ? 1 : snapshot.sequence() + 1;
    OrderState[] state = { snapshot == null ? new OrderState(0, 0) : snapshot.as(ORDERS).orElseThrow() };
    order.events(from, Long.MAX_VALUE).forEach(event -> {
      state[0] = switch (event.as(ORDERS).orElseThrow()) {
        case Placed placed -> new OrderState(state[0].count() + placed.count(), state[0].paid());
        case Paid paid -> new OrderState(state[0].count(), state[0].paid() + paid.cents());
      };
    });
    return state[0];
  }

  @Test
  void a_program_does_what_the_page_shows() {
    try (ActorSystem system = ActorSystem.builder().data(data).backend("sqlite").open()) {
      StreamRef<OrderEvent, OrderState> order = system.streams("main").stream(ORDERS, "42");
      long last = order.append(0, NewEvent.all(new Placed("book", 2), new Paid(3000)));
      assertEquals(2, last);
      settle(order);
      assertEquals(new OrderState(2, 5000), fold(order));
      order.append(List.of(NewEvent.<OrderEvent>of(new Paid(100))
          .with(EventMetadata.tagged("cash").with("branch", "Bern"))
          .commandId("payment 17")
          .correlationId("visit 3")
          .at(Instant.parse("2024-05-06T07:08:09Z"))));
      many(order);
      assertEquals(104, order.lastSequence());
      order.putSnapshot(order.lastSequence(), fold(order), 2);
      order.deleteThrough(order.snapshot(Long.MAX_VALUE).orElseThrow().sequence() - 10);
      assertEquals(95, order.events(1, Long.MAX_VALUE).findFirst().orElseThrow().sequence());
      assertEquals(new OrderState(102, 5100), fold(order));
      StreamRef<TypedBytes, TypedBytes> invoice = system.streams("main").stream(INVOICES, "7");
      invoice.append(0, NewEvent.all(new TypedBytes("Sent", "{\"to\":\"Ada\"}".getBytes(StandardCharsets.UTF_8))));
      assertEquals(List.of("42"), system.streams("main").ids(ORDERS, "").toList());
    }
  }

  private static void settle(StreamRef<OrderEvent, OrderState> order) {
    while (true) {
      long expected = order.lastSequence();
      OrderState now = fold(order);
      if (now.paid() >= 5000) {
        break;
      }
      try {
        order.append(expected, NewEvent.all(new Paid(5000 - now.paid())));
        break;
      } catch (AppendConflict elsewhere) {
        // somebody was quicker: look again
      }
    }
  }

  private static void many(StreamRef<OrderEvent, OrderState> order) {
    long end = order.lastSequence();
    List<CompletableFuture<Long>> under = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      under.add(order.appendAsync(end + i, NewEvent.all(new Placed("page", 1))));
    }
    under.forEach(CompletableFuture::join);
  }

  @Test
  void every_example_of_the_page_stands_here() throws IOException {
    String here = spaced(Files.readString(Path.of("src", "test", "java")
        .resolve(StreamsGuideTest.class.getName().replace('.', '/') + ".java")));
    List<String> examples = EXAMPLE.matcher(Files.readString(Path.of("..", "docs", "streams.md"))).results()
        .map(found -> spaced(found.group(1))).toList();
    assertEquals(9, examples.size());
    examples.forEach(example -> assertTrue(here.contains(example), example));
  }

  private static String spaced(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
