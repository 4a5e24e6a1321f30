package io.spillway.chaos;

import io.spillway.chaos.deployment.DatabasePair;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** How a standby takes over from its primary. */
enum FailoverWay {
  /** The primary ends, and all connections with it. */
  CUT {
    @Override
    void happen(DatabasePair databases, Random random) throws InterruptedException {
      databases.primary().stop();
      pass(random);
      databases.promoteStandby();
      databases.leadToStandby();
    }
  },
  /** The primary goes on, and open connections stay there. */
  SURVIVING {
    @Override
    void happen(DatabasePair databases, Random random) throws InterruptedException {
      databases.promoteStandby();
      pass(random);
      databases.leadToStandby();
    }
  },
  /** The primary becomes read-only first, and open connections stay there. */
  READ_ONLY {
    @Override
    void happen(DatabasePair databases, Random random) throws InterruptedException {
      databases.primary().makeReadOnly();
      pass(random);
      databases.promoteStandby();
      databases.leadToStandby();
    }
  },
  /** The address leads to the standby before that is promoted. */
  IN_PLACE {
    @Override
    void happen(DatabasePair databases, Random random) throws InterruptedException {
      databases.primary().stop();
      databases.leadToStandby();
      pass(random);
      databases.promoteStandby();
    }
  };

  private static final int MAX_PAUSE_MILLIS = 3_000;

  /** Makes the standby the primary, which the address leads to in the end. */
  abstract void happen(DatabasePair databases, Random random) throws InterruptedException;

  private static void pass(Random random) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(random.nextInt(MAX_PAUSE_MILLIS));
  }

  /** As on the command line. */
  String label() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  static Optional<FailoverWay> named(String label) {
    return Arrays.stream(values()).filter(way -> way.label().equals(label)).findFirst();
  }

  static String names() {
    return Arrays.stream(values()).map(FailoverWay::label).collect(Collectors.joining(", "));
  }
}
