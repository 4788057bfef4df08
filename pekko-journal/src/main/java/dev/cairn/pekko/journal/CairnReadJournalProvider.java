package dev.cairn.pekko.journal;

import com.typesafe.config.Config;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.query.ReadJournalProvider;

/** Gives Pekko the queries of {@code cairn.query}, for Java and for Scala. Pekko makes it. */
public final class CairnReadJournalProvider implements ReadJournalProvider {
  private final CairnReadJournal java;
  private final CairnScalaReadJournal scala;

  /** Reads its section of the configuration. */
  public CairnReadJournalProvider(ExtendedActorSystem system, Config plugin) {
    this.java = new CairnReadJournal(system, plugin);
    this.scala = new CairnScalaReadJournal(java, Persistence.get(system));
  }

  @Override
  public CairnScalaReadJournal scaladslReadJournal() {
    return scala;
  }

  @Override
  public CairnReadJournal javadslReadJournal() {
    return java;
  }
}
