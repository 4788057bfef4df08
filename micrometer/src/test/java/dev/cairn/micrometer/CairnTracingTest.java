package dev.cairn.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.CairnException;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The spans of OpenTelemetry that come of commands. */
@Timeout(60)
class CairnTracingTest {
  private final List<SpanData> spans = new CopyOnWriteArrayList<>();
  private final SdkTracerProvider provider =
      SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(new InMemory())).build();
  private final ObservationRegistry observations = observations();
  private final ActorSystem system = ActorSystem.builder().data(Path.of("memory")).backend("memory")
      .askTimeout(Duration.ofSeconds(30)).tracer(new CairnTracing(observations)).open();

  /** Keeps the spans that have ended. */
  private final class InMemory implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> ended) {
      spans.addAll(ended);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  private ObservationRegistry observations() {
    ObservationRegistry registry = ObservationRegistry.create();
    registry.observationConfig().observationHandler(new DefaultTracingObservationHandler(
        new OtelTracer(provider.get("test"), new OtelCurrentTraceContext(), event -> {
        })));
    return registry;
  }

  @AfterEach
  void close() {
    system.close();
    provider.close();
  }

  private SpanData span(String name) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (true) {
      for (SpanData span : spans) {
        if (span.getName().equals(name)) {
          return span;
        }
      }
      assertTrue(System.nanoTime() - end < 0, () -> "no span " + name + " among " + spans);
      Thread.onSpinWait();
    }
  }

  @Test
  void an_ask_through_two_actors_is_one_trace_down_to_the_persist() {
    Observation.createNotStarted("request", observations).observe(() -> system.entity(Till.TYPE, "1")
        .correlated("order 7").ask(new Till.PassOn(system.entity(Till.TYPE, "2"), 5)));
    SpanData request = span("request");
    SpanData first = span("till PassOn");
    SpanData second = span("till Pay");
    SpanData persist = span("till persist");
    assertEquals(List.of(request.getSpanId(), first.getSpanId(), second.getSpanId()),
        List.of(first.getParentSpanId(), second.getParentSpanId(), persist.getParentSpanId()));
    assertEquals(1, spans.stream().map(SpanData::getTraceId).distinct().count());
    assertEquals("/till/2", second.getAttributes().get(AttributeKey.stringKey("cairn.path")));
    assertEquals("order 7", second.getAttributes().get(AttributeKey.stringKey("cairn.correlation.id")));
    assertEquals("answered", second.getAttributes().get(AttributeKey.stringKey("cairn.outcome")));
  }

  @Test
  void a_tell_is_in_the_trace_of_its_sender_too() {
    Observation.createNotStarted("request", observations)
        .observe(() -> system.entity(Till.TYPE, "1").ask(new Till.TellOn(system.entity(Till.TYPE, "2"), 5)));
    assertEquals(span("till TellOn").getSpanId(), span("till Pay").getParentSpanId());
    assertEquals(span("request").getTraceId(), span("till persist").getTraceId());
  }

  @Test
  void a_command_that_nobody_observes_begins_a_trace_of_its_own_and_leaves_nothing_on_its_thread() {
    system.entity(Till.TYPE, "1").ask(new Till.Pay(1));
    system.entity(Till.TYPE, "2").ask(new Till.Run(ctx -> {}));
    assertEquals("0000000000000000", span("till Pay").getParentSpanId());
    assertEquals("0000000000000000", span("till Run").getParentSpanId());
  }

  @Test
  void a_failure_is_in_the_spans_of_persist_and_command() {
    assertThrows(CairnException.class, () -> system.entity(Till.TYPE, "1").ask(new Till.Pay(-1)));
    assertEquals(StatusCode.ERROR, span("till persist").getStatus().getStatusCode());
    assertEquals(StatusCode.ERROR, span("till Pay").getStatus().getStatusCode());
  }
}
