package dev.cairn.api;

import java.time.Duration;

/**
 * No answer came in time, or an actor did not start in time. The command may have been executed, may be executing, or
 * may still be executed.
 */
public final class AskTimeout extends CairnException {
  private static final long serialVersionUID = 1;

  /** Names the actor and the time waited. */
  public AskTimeout(String actor, Duration waited) {
    super(actor + " has not answered within " + waited.toMillis()
        + " ms. The command may still be executed. Ask again with "
        + "the same command id, which is not executed again while it is among the actor's last 1,000, or read the "
        + "state.", null);
  }

  /** Names the actor, the time waited for its start, and what happens to the actor. */
  public AskTimeout(String actor, Duration waited, String next) {
    super(actor + " has not started within " + waited.toMillis() + " ms. " + next, null);
  }
}
