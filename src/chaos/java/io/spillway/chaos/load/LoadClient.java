package io.spillway.chaos.load;

import java.time.Duration;
import java.util.Random;

/** The repeated action of one client. Used by one thread. */
interface LoadClient {
  /** Makes one call and returns the pause before the next. */
  Duration act(Random random);
}
