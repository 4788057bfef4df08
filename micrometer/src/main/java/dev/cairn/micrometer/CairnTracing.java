package dev.cairn.micrometer;

import dev.cairn.api.CairnListener.Handled.Outcome;
import dev.cairn.api.CairnTracer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * An observation for each command and each persist, which Micrometer Tracing turns into spans of OpenTelemetry or
 * Zipkin. A command is within the observation that was current where it was sent, and is itself current while its
 * handler runs. Any thread may call.
 *
 * <pre>{@code
 * ActorSystem system = ActorSystem.builder().tracer(new CairnTracing(observations)).open();
 * }</pre>
 *
 * The observations are {@code cairn.command} and {@code cairn.persist}; {@code docs/metrics.md} has their keys.
 */
public final class CairnTracing implements CairnTracer {
  private final ObservationRegistry registry;

  /** Makes observations of this registry. */
  public CairnTracing(ObservationRegistry registry) {
    this.registry = registry;
  }

  @Override
  public @Nullable Object sending() {
    return registry.getCurrentObservation();
  }

  @Override
  public CommandSpan handling(Sent command) {
    Observation observation = Observation.createNotStarted("cairn.command", registry)
        .contextualName(command.type() + " " + command.command())
        .lowCardinalityKeyValue("cairn.type", command.type())
        .lowCardinalityKeyValue("cairn.command", command.command())
        .highCardinalityKeyValue("cairn.path", command.path());
    command.correlationId().ifPresent(id -> observation.highCardinalityKeyValue("cairn.correlation.id", id));
    command.sender().ifPresent(sender -> observation.parentObservation((Observation) sender));
    Observation.Scope scope = observation.start().openScope();
    return (outcome, failure) -> end(observation, scope, outcome, failure);
  }

  private static void end(Observation observation, Observation.Scope scope, Outcome outcome,
      @Nullable Throwable failure) {
    observation.lowCardinalityKeyValue("cairn.outcome", CairnMetrics.word(outcome));
    end(observation, scope, failure);
  }

  private static void end(Observation observation, Observation.Scope scope, @Nullable Throwable failure) {
    if (failure != null) {
      observation.error(failure);
    }
    scope.close();
    observation.stop();
  }

  @Override
  public PersistSpan persisting(String path, String type, int events) {
    Observation observation = Observation.createNotStarted("cairn.persist", registry)
        .contextualName(type + " persist")
        .lowCardinalityKeyValue("cairn.type", type)
        .highCardinalityKeyValue("cairn.path", path)
        .highCardinalityKeyValue("cairn.events", String.valueOf(events));
    Observation.Scope scope = observation.start().openScope();
    return failure -> end(observation, scope, failure);
  }
}
