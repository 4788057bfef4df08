package dev.cairn.tck;

import dev.cairn.spi.BackendProvider;
import org.junit.jupiter.api.Nested;

/**
 * All rules that a backend must keep. Extend this class and return your provider; that is the whole test class:
 *
 * <pre>
 *   class CardboardBackendTest extends BackendCertification {
 *     {@literal @}Override
 *     protected BackendProvider provider() {
 *       return new CardboardBackendProvider();
 *     }
 *   }
 * </pre>
 *
 * <p>No rule is left out silently. A rule about a feature that the backend does not claim passes, and publishes an
 * entry {@code not claimed} that names the feature. A rule that this machine cannot try is aborted with a message that
 * begins with {@code not run here: }. The rules of a later version of the kit apply to a backend without a change to
 * its test.
 *
 * <p>Some rules start JVMs of their own. These make the provider by its public constructor without parameters. Their
 * class path holds the module path and the class path of this JVM.
 */
public abstract class BackendCertification {

  /** For subclasses. */
  protected BackendCertification() {}

  /** Returns the provider to certify; called once for each rule. Each rule works in folders of its own. */
  protected abstract BackendProvider provider();

  @Nested
  class Append extends AppendRules {
    Append() {
      super(provider());
    }
  }

  @Nested
  class Log extends LogRules {
    Log() {
      super(provider());
    }
  }

  @Nested
  class Read extends ReadRules {
    Read() {
      super(provider());
    }
  }

  @Nested
  class Retain extends RetentionRules {
    Retain() {
      super(provider());
    }
  }

  @Nested
  class Isolate extends IsolationRules {
    Isolate() {
      super(provider());
    }
  }

  @Nested
  class Open extends OpeningRules {
    Open() {
      super(provider());
    }
  }

  @Nested
  class Write extends WritersRules {
    Write() {
      super(provider());
    }
  }

  @Nested
  class Share extends ConcurrencyRules {
    Share() {
      super(provider());
    }
  }

  @Nested
  class Kill extends KillRules {
    Kill() {
      super(provider());
    }
  }

  @Nested
  class Power extends PowerRules {
    Power() {
      super(provider());
    }
  }

  @Nested
  class Compare extends ModelRules {
    Compare() {
      super(provider());
    }
  }

  @Nested
  class Disk extends DiskRules {
    Disk() {
      super(provider());
    }
  }

  @Nested
  class Hang extends HangRules {
    Hang() {
      super(provider());
    }
  }
}
