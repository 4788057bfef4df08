package dev.cairn.impl.observe;

/**
 * Records events of the JDK's flight recorder; a failure is logged and changes nothing. A class of its own, because
 * bytecode that is woven in OSGi cannot have an event and a throwable in one variable.
 */
final class FlightRecorder {
  private static final GuardedLogger LOG = GuardedLogger.of(FlightRecorder.class);

  private FlightRecorder() {}

  static void record(Runnable recording) {
    try {
      recording.run();
    } catch (Throwable e) {
      LOG.log(System.Logger.Level.WARNING, () -> "The flight recorder did not take an event.", e);
    }
  }
}
