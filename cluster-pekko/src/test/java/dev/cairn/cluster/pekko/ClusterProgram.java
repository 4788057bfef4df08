package dev.cairn.cluster.pekko;

import dev.cairn.api.ActorStopped;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.AlreadyDone;
import dev.cairn.api.CairnException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One of several processes whose actors are placed: {@code NAME FOLDER RELEASE ACCOUNTS ASK_MILLIS}, and settings as
 * {@code KEY=VALUE}. On its standard input {@code load THREADS} begins to ask one account after the other, {@code rest}
 * ends that, {@code wait MILLIS} changes how long an ask waits, and the end of the input closes the system. Times are
 * of the machine's clock that all processes share.
 *
 * <pre>
 *   open | rests | closed | closed itself
 *   done deposit|balance ACCOUNT BEGIN END BALANCE|- ID
 *   told EXCEPTION ACCOUNT BEGIN END ID
 * </pre>
 */
public final class ClusterProgram {
  private static final AtomicLong NUMBERS = new AtomicLong();

  private final String name;
  private final String release;
  private final int accounts;
  private final ActorSystem system;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean resting;
  private volatile Duration patience;

  private ClusterProgram(String name, String release, int accounts, Duration patience, ActorSystem system) {
    this.name = name;
    this.release = release;
    this.accounts = accounts;
    this.patience = patience;
    this.system = system;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Duration patience = Duration.ofMillis(Long.parseLong(arguments[4]));
    ActorSystem.Builder builder = ActorSystem.builder().data(Path.of(arguments[1])).backend("postgresql")
        .setting("writers", "many").setting("connections", "4").setting("timeout-seconds", "5").placement("pekko")
        .askTimeout(patience).persistDeadline(Duration.ofSeconds(5));
    for (String setting : List.of(arguments).subList(5, arguments.length)) {
      int equals = setting.indexOf('=');
      builder.setting(setting.substring(0, equals), setting.substring(equals + 1));
    }
    builder.types(arguments[2].equals("1") ? Account.TYPE : AccountOfTomorrow.TYPE);
    try (ActorSystem system = builder.open()) {
      say("open");
      new ClusterProgram(arguments[0], arguments[2], Integer.parseInt(arguments[3]), patience, system).obey();
    }
    say("closed");
    System.exit(0);
  }

  private static synchronized void say(String line) {
    System.out.println(line);
  }

  private void obey() throws IOException, InterruptedException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("load")) {
        resting = false;
        for (int i = Integer.parseInt(line.split(" ")[1]); i > 0; i--) {
          threads.add(Thread.ofPlatform().daemon().start(this::load));
        }
      } else if (line.startsWith("wait")) {
        patience = Duration.ofMillis(Long.parseLong(line.split(" ")[1]));
      } else {
        rest();
        say("rests");
      }
    }
    rest();
  }

  private void rest() throws InterruptedException {
    resting = true;
    for (Thread thread : threads) {
      thread.join();
    }
    threads.clear();
  }

  private void load() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    int next = random.nextInt(accounts);
    try {
      while (!resting) {
        String account = "a" + next++ % accounts;
        if (random.nextInt(3) == 0) {
          balance(account);
        } else {
          deposit(account);
        }
        TimeUnit.MILLISECONDS.sleep(5);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long ask(String account, String id, boolean deposit) {
    if (release.equals("1")) {
      var ref = system.entity(Account.TYPE, account).within(patience);
      return deposit ? ref.<Long>ask(id, new Account.Deposit(1)) : ref.<Long>ask(new Account.Balance());
    }
    var ref = system.entity(AccountOfTomorrow.TYPE, account).within(patience);
    return deposit ? ref.<Long>ask(id, new AccountOfTomorrow.Deposit(1))
        : ref.<Long>ask(new AccountOfTomorrow.Balance());
  }

  private void balance(String account) {
    long begin = System.nanoTime();
    try {
      long cents = ask(account, "", false);
      say("done balance " + account + " " + begin + " " + System.nanoTime() + " " + cents + " -");
    } catch (CairnException e) {
      told(e, account, begin, "-");
    }
  }

  /** Asks until it is known that the deposit is done, or the load ends. */
  private void deposit(String account) throws InterruptedException {
    String id = name + "-" + NUMBERS.incrementAndGet();
    long first = System.nanoTime();
    long begin = first;
    while (true) {
      try {
        long cents = ask(account, id, true);
        say("done deposit " + account + " " + first + " " + System.nanoTime() + " " + cents + " " + id);
        return;
      } catch (AlreadyDone e) {
        say("done deposit " + account + " " + first + " " + System.nanoTime() + " - " + id);
        return;
      } catch (CairnException e) {
        told(e, account, begin, id);
      }
      if (resting) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(20);
      begin = System.nanoTime();
    }
  }

  private static void told(CairnException e, String account, long begin, String id) {
    say("told " + e.getClass().getSimpleName() + " " + account + " " + begin + " " + System.nanoTime() + " " + id);
    System.err.println(e.getMessage());
    if (e instanceof ActorStopped) {
      say("closed itself");
    }
  }
}
