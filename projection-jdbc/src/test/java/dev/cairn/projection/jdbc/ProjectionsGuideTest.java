package dev.cairn.projection.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.EncryptedKey;
import dev.cairn.api.EventFilter;
import dev.cairn.api.KeyRing;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.PersonalKeys;
import dev.cairn.api.Reply;
import dev.cairn.api.Withdrawal;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The examples of {@code docs/projections.md}, compiled, and doing what the page says of them. */
@Timeout(60)
class ProjectionsGuideTest {
  private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final int EXAMPLES = 6;

  sealed interface AccountCommand<R> extends Command<AccountCommand<?>, R> {}

  record Deposit(long cents) implements AccountCommand<Long> {}

  sealed interface AccountEvent {}

  record Deposited(long cents) implements AccountEvent {}

  record Withdrawn(long cents) implements AccountEvent {}

  record AccountState(long cents) {}

  static final class Account implements PersistentActor<AccountCommand<?>, AccountEvent, AccountState> {
    static final ActorType<AccountCommand<?>, AccountEvent, AccountState> TYPE = ActorType.of(MethodHandles.lookup(),
        "account", AccountEvent.class, AccountState.class, Account::new);

    @Override
    public AccountState initialState() {
      return new AccountState(0);
    }

    @Override
    public AccountState apply(AccountState state, AccountEvent event) {
      return switch (event) {
        case Deposited deposited -> new AccountState(state.cents() + deposited.cents());
        case Withdrawn withdrawn -> new AccountState(state.cents() - withdrawn.cents());
      };
    }

    @Override
    public Reply handle(AccountCommand<?> command, PersistentContext<AccountEvent, AccountState> ctx) {
      return switch (command) {
        case Deposit deposit -> deposit.reply(ctx.persist(new Deposited(deposit.cents())).cents());
      };
    }
  }

  static final class Balances implements JdbcHandler {
    @Override
    public void event(Connection connection, LoggedEvent event) throws SQLException {
      Optional<AccountEvent> happened = event.as(Account.TYPE);
      if (happened.isEmpty()) {
        return;
      }
      long cents = switch (happened.get()) {
        case Deposited deposited -> deposited.cents();
        case Withdrawn withdrawn -> -withdrawn.cents();
      };
      try (var update = connection.prepareStatement("UPDATE balance SET cents = cents + ? WHERE account = ?")) {
        update.setLong(1, cents);
        update.setString(2, event.id());
        if (update.executeUpdate() == 1) {
          return;
        }
      }
      try (var insert = connection.prepareStatement("INSERT INTO balance (account, cents) VALUES (?, ?)")) {
        insert.setString(1, event.id());
        insert.setLong(2, cents);
        insert.executeUpdate();
      }
    }

    @Override
    public void withdrawn(Connection connection, Withdrawal withdrawal) throws SQLException {
      try (var delete = connection.prepareStatement("DELETE FROM balance WHERE account = ?")) {
        delete.setString(1, withdrawal.id());
        delete.executeUpdate();
      }
    }
  }

  /** Writes lines, and has a view. */
  static final class BalancesOfTomorrow implements JdbcHandler {
    private final Balances today = new Balances();

    @Override
    public void event(Connection connection, LoggedEvent event) throws SQLException {
      today.event(connection, event);
    }

    @Override
    public void events(Connection connection, List<LoggedEvent> events) throws SQLException {
      try (var insert = connection.prepareStatement("INSERT INTO entry (account, sequence) VALUES (?, ?)")) {
        for (LoggedEvent event : events) {
          insert.setString(1, event.id());
          insert.setLong(2, event.sequence());
          insert.addBatch();
        }
        insert.executeBatch();
      }
    }

    @Override
    public void activate(Connection connection) throws SQLException {
      try (var statement = connection.createStatement()) {
        statement.execute("DROP VIEW IF EXISTS balances");
        statement.execute("CREATE VIEW balances AS SELECT account, cents FROM balance2");
      }
    }
  }

  @TempDir
  Path data;

  private DataSource database() throws SQLException {
    DataSource database = Databases.H2.open(data);
    try (Connection connection = database.getConnection(); var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE balance (account VARCHAR(64) PRIMARY KEY, cents BIGINT NOT NULL)");
      statement.execute("CREATE TABLE balance2 (account VARCHAR(64) PRIMARY KEY, cents BIGINT NOT NULL)");
      statement.execute("CREATE TABLE entry (account VARCHAR(64), sequence BIGINT, PRIMARY KEY (account, sequence))");
    }
    return database;
  }

  @Test
  void a_program_does_what_the_page_shows() throws SQLException {
    DataSource database = database();
    JdbcProjection balances = JdbcProjection.of("balances", database, new Balances())
        .filter(EventFilter.ALL.types("account"));
    try (ActorSystem system = ActorSystem.builder().data(data).backend("sqlite").open();
        RunningProjection running = balances.run(system.log("main"))) {
      system.entity(Account.TYPE, "42").ask(new Deposit(100));
      running.awaitCaughtUp(Duration.ofSeconds(10));
    }
    assertEquals(List.of("42 100"), Sums.rows(database, "SELECT * FROM balance"));
    try (ActorSystem system = ActorSystem.builder().data(data).backend("sqlite").open()) {
      JdbcProjection next = JdbcProjection.of("balances", database, new BalancesOfTomorrow()).version(2);
      try (RunningProjection building = next.run(system.log("main"))) {
        boolean active = building.switchOver(Duration.ofMinutes(10));
        assertTrue(active);
      }
      assertEquals(List.of("42 1"), Sums.rows(database, "SELECT * FROM entry"));
      assertEquals(List.of(), Sums.rows(database, "SELECT * FROM balances"));
    }
  }

  @Test
  void events_are_given_and_rows_come() throws SQLException {
    DataSource database = database();
    try (ActorSystem system = Wallets.memory()) {
      var given = new GivenEvents(system, database, new Balances());
      given.events(Account.TYPE, "42", new Deposited(100), new Withdrawn(30));
      assertEquals(List.of(List.of("42", 70L)), given.rows("SELECT account, cents FROM balance"));
      given.events(Account.TYPE, "43", new Deposited(1)).purged(Account.TYPE, "42");
      assertEquals(List.of(List.of("43", 1L)), given.rows("SELECT account, cents FROM balance"));
    }
  }

  @Test
  void the_row_of_a_forgotten_actor_goes_and_a_table_that_is_made_anew_has_none() throws SQLException {
    byte[] key = new byte[EncryptedKey.BYTES];
    key[0] = 1;
    try (
        KeyRing ring = KeyRing.of(EncryptedKey.of(key)).personalKeys(PersonalKeys.file(data.resolve("personal.keys")));
        ActorSystem system =
            ActorSystem.builder().data(Path.of("memory")).backend("memory").keys(ring).open()) {
      var given = new GivenEvents(system, database(), new Balances());
      given.events(Account.TYPE.personal(), "42", new Deposited(100), new Withdrawn(30))
          .events(Account.TYPE.personal(), "43", new Deposited(1));
      assertEquals(List.of(List.of("42", 70L), List.of("43", 1L)),
          given.rows("SELECT account, cents FROM balance ORDER BY account"));
      system.forget(Account.TYPE.personal(), "42");
      assertEquals(List.of(List.of("43", 1L)), given.rows("SELECT account, cents FROM balance"));
    }
  }

  @Test
  void every_example_of_the_page_stands_here() throws IOException {
    String here = spaced(Files.readString(Path.of("src", "test", "java")
        .resolve(ProjectionsGuideTest.class.getName().replace('.', '/') + ".java")));
    List<String> examples = EXAMPLE.matcher(Files.readString(Path.of("..", "docs", "projections.md"))).results()
        .map(found -> spaced(found.group(1))).toList();
    assertEquals(EXAMPLES, examples.size());
    examples.forEach(example -> assertTrue(here.contains(example), example));
  }

  private static String spaced(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
