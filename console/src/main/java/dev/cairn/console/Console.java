package dev.cairn.console;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.KeyRing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A page in the browser that looks into the stores of a folder, and into a running system. It listens on the loopback
 * address alone, answers only who knows the token in {@link #uri}, and changes nothing. A process that writes to the
 * folder is not disturbed. Any thread may call.
 *
 * <pre>{@code
 * try (var console = Console.attach(system).data(folder).open()) {
 *   System.out.println(console.uri());
 *   ...
 * }
 * }</pre>
 */
public final class Console implements AutoCloseable {
  private final Gate gate;

  private Console(Gate gate) {
    this.gate = gate;
  }

  /** Describes a console of the stores in a folder. */
  public static Builder of(Path data) {
    return new Builder().data(data);
  }

  /**
   * Describes a console of a running system: its actors in memory, what waits for them, and what it stores in each
   * second. The system goes on when the console is closed. While somebody looks, the flight recorder of this process
   * hears the runtime's commits; while nobody looks, the system does nothing for the console.
   */
  public static Builder attach(ActorSystem system) {
    return new Builder().system(system);
  }

  /**
   * Opens a console of a folder. This is for a tool that finds this module when it runs; everybody else uses
   * {@link #of}.
   *
   * @param types as in {@link Builder#types}
   * @throws dev.cairn.api.CairnException as {@link Builder#open}
   * @throws UncheckedIOException as {@link Builder#open}
   */
  public static Console open(Path data, int port, Optional<KeyRing> keys,
      Optional<BiFunction<String, String, ActorType<?, ?, ?>>> types) {
    Builder builder = of(data).port(port);
    keys.ifPresent(builder::keys);
    types.ifPresent(builder::types);
    return builder.open();
  }

  /** The address of the page. Who knows it may read, on this machine, everything that the console shows. */
  public URI uri() {
    return gate.uri();
  }

  /** Ends the page; what it reads in the background ends too. A second call does nothing. */
  @Override
  public void close() {
    gate.close();
  }

  /** What a console shows, and where. Used by one thread. */
  public static final class Builder {
    private @Nullable Path data;
    private @Nullable ActorSystem system;
    private int port;
    private @Nullable KeyRing keys;
    private @Nullable BiFunction<String, String, ActorType<?, ?, ?>> types;

    private Builder() {}

    private Builder system(ActorSystem running) {
      system = running;
      return this;
    }

    /** Shows the stores in this folder. */
    public Builder data(Path folder) {
      data = folder;
      return this;
    }

    /** Listens on this port of the loopback address. The default is 0: a port that is free. */
    public Builder port(int number) {
      port = number;
      return this;
    }

    /** Opens sealed stores with these keys. Without them the console shows of a sealed store what needs no key. */
    public Builder keys(KeyRing ring) {
      keys = ring;
      return this;
    }

    /**
     * Shows the state of an actor after each of its events, made with the classes of its type. Without them the console
     * shows snapshots.
     *
     * @param lookup returns the actor type of a store and a name; what it throws is shown in place of a state
     */
    public Builder types(BiFunction<String, String, ActorType<?, ?, ?>> lookup) {
      types = lookup;
      return this;
    }

    /**
     * Starts the page.
     *
     * @throws dev.cairn.api.CairnException if there is a folder and it cannot be read as that of a location
     * @throws UncheckedIOException if the port is taken, or no port can be opened
     */
    public Console open() {
      Optional<Source> source = Optional.ofNullable(data)
          .map(folder -> new Source(folder, Optional.ofNullable(keys), Optional.ofNullable(types)));
      source.ifPresent(each -> each.read(inspector -> inspector.stores().size()));
      try {
        return new Console(Gate.open(port, new Routes(source, Optional.ofNullable(system).map(Live::new))));
      } catch (BindException e) {
        throw new UncheckedIOException("Port " + port + " of the loopback address is taken. Choose another one.", e);
      } catch (IOException e) {
        throw new UncheckedIOException("The console cannot listen on the loopback address.", e);
      }
    }
  }
}
