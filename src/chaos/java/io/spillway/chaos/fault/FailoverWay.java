package io.spillway.chaos.fault;

import io.spillway.chaos.deployment.DatabasePair;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** How a standby takes over from its primary. */
public enum FailoverWay {
  /** The primary ends, and all connections with it. */
  CUT {
    @Override
    public void happen(DatabasePair databases, Duration pause) throws InterruptedException {
      databases.primary().stop();
      pass(pause);
      databases.promoteStandby();
      databases.leadToStandby();
    }
  },
  /** The primary goes on, and open connections stay there. */
  SURVIVING {
    @Override
    public void happen(DatabasePair databases, Duration pause) throws InterruptedException {
      databases.promoteStandby();
      pass(pause);
      databases.leadToStandby();
    }
  },
  /** The primary becomes read-only first, and open connections stay there. */
  READ_ONLY {
    @Override
    public void happen(DatabasePair databases, Duration pause) throws InterruptedException {
      databases.primary().makeReadOnly();
      pass(pause);
      databases.promoteStandby();
      databases.leadToStandby();
    }
  },
  /** The address leads to the standby before that is promoted. */
  IN_PLACE {
    @Override
    public void happen(DatabasePair databases, Duration pause) throws InterruptedException {
      databases.primary().stop();
      databases.leadToStandby();
      pass(pause);
      databases.promoteStandby();
    }
  };

  /**
   * Makes the standby the primary, which the address leads to in the end.
   *
   * @param pause between the steps
   */
  public abstract void happen(DatabasePair databases, Duration pause) throws InterruptedException;

  private static void pass(Duration pause) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(pause.toNanos());
  }

  /** Its name on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
