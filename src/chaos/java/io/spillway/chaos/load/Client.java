package io.spillway.chaos.load;

import java.time.Duration;
import java.util.Random;

/** What one client does, over and over. Used by one thread. */
interface Client {
  /** Does one thing and answers how long to wait before the next. */
  Duration act(Random random);
}
