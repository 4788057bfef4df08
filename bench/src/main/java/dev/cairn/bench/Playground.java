package dev.cairn.bench;

/** Actors to talk to, in a system of their own. Each method returns once everything it began is done. */
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

  /** Asks one actor, with so many asks in flight: each answer sends the next ask. */
  void ask(int times, int inFlight) throws Exception;

  /** Makes actors and sends each its first message. They stay. */
  void spawn(int actors) throws Exception;

  @Override
  void close();
}
