package dev.cairn.cluster.pekko;

import java.lang.System.Logger.Level;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.event.Logging;
import org.apache.pekko.event.Logging.Error;
import org.apache.pekko.event.Logging.InitializeLogger;
import org.apache.pekko.event.Logging.LogEvent;
import org.apache.pekko.event.Logging.Warning;
import org.jspecify.annotations.Nullable;
import scala.util.control.NoStackTrace;

/** What Pekko logs goes where Cairn logs. */
public final class SystemLog extends AbstractActor {

  /** Made by Pekko. */
  public SystemLog() {}

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(InitializeLogger.class, any -> getSender().tell(Logging.loggerInitialized(), getSelf()))
        .match(Error.class, event -> logger(event).log(Level.ERROR, String.valueOf(event.message()), cause(event)))
        .match(Warning.class, event -> logger(event).log(Level.WARNING, String.valueOf(event.message())))
        .match(LogEvent.class, event -> logger(event).log(Level.DEBUG, String.valueOf(event.message())))
        .build();
  }

  /** Pekko has an exception that stands for none. */
  private static @Nullable Throwable cause(Error event) {
    return event.cause() instanceof NoStackTrace ? null : event.cause();
  }

  private static System.Logger logger(LogEvent event) {
    return System.getLogger(event.logClass().getName());
  }
}
