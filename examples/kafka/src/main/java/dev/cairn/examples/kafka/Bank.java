package dev.cairn.examples.kafka;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.EventLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * A bank that receives payments from the topic {@code payments} and publishes what has happened to the topic {@code
 * bookings}: {@code DATA SERVERS}. It ends when its standard input does, after everything was published.
 */
public final class Bank {
  static final String PAYMENTS = "payments";
  static final String BOOKINGS = "bookings";
  static final String UNREADABLE = "payments-unreadable";
  private static final long LOOK_NANOS = 10_000_000;

  private Bank() {}

  /** Runs until the standard input ends. */
  public static void main(String[] arguments) throws IOException {
    Path data = Path.of(arguments[0]);
    String servers = arguments[1];
    try (ActorSystem system = ActorSystem.builder().data(data).backend("sqlite").open();
        Publisher publisher = new Publisher("main", Outlet.of(servers, BOOKINGS))) {
      EventLog log = system.log("main");
      try (EventLog.Following following = log.follow("bookings", publisher)) {
        var payments = new Inlet(servers, PAYMENTS, "bank", "bank-1", UNREADABLE);
        try (Receiver receiver = Receiver.start(system, payments, message -> Payment.read(message.value()))) {
          System.out.println("open");
          System.in.transferTo(System.out);
          System.out.println(receiver.counts());
        }
        awaitPublished(log, following);
      }
    }
  }

  private static void awaitPublished(EventLog log, EventLog.Following following) {
    while (!following.offset().equals(log.end()) && following.isRunning()) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
