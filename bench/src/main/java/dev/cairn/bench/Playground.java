package dev.cairn.bench;

/** Actors in a system of their own. Each method returns once its work is done. */
interface Playground extends AutoCloseable {

  /** Opens one kind of playground. */
  interface Builder {
    String name();

    Playground open();
  }

  /** Sends messages from this thread to one actor. */
  void tell(int messages) throws Exception;

  /** Asks one actor from this thread, each time after the answer to the ask before. */
  void ask(int times) throws Exception;

  /** Asks one actor with a number of asks in flight: each answer sends the next ask. */
  void ask(int times, int inFlight) throws Exception;

  /** Spawns actors and sends each its first message. The actors stay. */
  void spawn(int actors) throws Exception;

  @Override
  void close();
}
