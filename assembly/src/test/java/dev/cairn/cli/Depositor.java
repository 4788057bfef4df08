package dev.cairn.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** A client that deposits one cent after the other into an account of its own, until it gets no response. */
final class Depositor {
  private static final int MOST = 20_000;

  private final int port;
  private final String account;
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::deposit);
  private volatile int sent;
  private volatile int acknowledged;

  private Depositor(int port, String account) {
    this.port = port;
    this.account = account;
  }

  static List<Depositor> crowd(int port, String name, int size) {
    List<Depositor> crowd =
        IntStream.range(0, size).mapToObj(i -> new Depositor(port, name + "-" + i)).toList();
    crowd.forEach(each -> each.thread.start());
    return crowd;
  }

  private void deposit() {
    try {
      while (sent < MOST && failures.isEmpty()) {
        sent++;
        WebApplication.Response response =
            WebApplication.send(port, "POST", "/accounts/" + account + "/deposits", "{\"cents\":1}");
        if (response.status() == 200) {
          acknowledged++;
        } else {
          failures.add(response.status() + ": " + response.body());
        }
      }
    } catch (IOException e) {
      // the application is gone: nobody is told anything of this deposit
    }
  }

  void awaitAcknowledged(int deposits) {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (acknowledged < deposits) {
      if (!thread.isAlive() || System.nanoTime() > end) {
        throw new AssertionError(acknowledged + " deposits were acknowledged, and failed: " + failures);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  void join() {
    try {
      if (!thread.join(Duration.ofMinutes(1))) {
        throw new AssertionError("a request hangs");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  String account() {
    return account;
  }

  int sent() {
    return sent;
  }

  int acknowledged() {
    return acknowledged;
  }

  /** The responses that were not 200. */
  List<String> failures() {
    return failures;
  }
}
