package dev.cairn.bench;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.pattern.Patterns;

/** An actor of Apache Pekko that answers with what it got, in one system, and who asks it over TCP in another one. */
final class RemoteEcho implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ActorSystem there = system(freePort());
  private final ActorSystem here = system(freePort());
  private final ActorRef echo;

  /** Made by Pekko. */
  static final class Echo extends AbstractActor {
    @Override
    public Receive createReceive() {
      return receiveBuilder().matchAny(any -> getSender().tell(any, getSelf())).build();
    }
  }

  RemoteEcho() throws Exception {
    ActorRef local = there.actorOf(Props.create(Echo.class, Echo::new), "echo");
    String path = "pekko://bench@127.0.0.1:" + there.settings().config().getInt("pekko.remote.artery.canonical.port")
        + local.path().toStringWithoutAddress();
    echo = here.actorSelection(path).resolveOne(PATIENCE).toCompletableFuture().get(1, TimeUnit.MINUTES);
  }

  private static ActorSystem system(int port) {
    return ActorSystem.create("bench", ConfigFactory.parseString("""
        pekko { loglevel = WARNING, actor { provider = remote, allow-java-serialization = off }
          remote.artery { transport = tcp, canonical { hostname = "127.0.0.1", port = %d } } }
        """.formatted(port)).withFallback(ConfigFactory.load()));
  }

  static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The answer is a text of the same length: Pekko has a serializer for it. */
  CompletionStage<Object> ask(String text) {
    return Patterns.ask(echo, text, PATIENCE);
  }

  @Override
  public void close() {
    here.terminate();
    there.terminate();
  }
}
