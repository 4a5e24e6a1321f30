package io.spillway.engine.job;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which types of jobs workers ask for, and when they did last. In memory: a node that starts has
 * heard of no worker yet. Thread-safe.
 */
public final class JobPolls {
  /** A worker that was not heard of for longer is not counted. */
  static final Duration COUNTED = Duration.ofMinutes(5);

  static final int MAX_TYPES = 1_000;
  static final int MAX_WORKERS = 200;

  private final Clock clock;

  /** The type that was asked for the longest ago first. */
  private final Map<String, Polls> byType = new LinkedHashMap<>();

  public JobPolls(Clock clock) {
    this.clock = clock;
  }

  /** What is known of a type: the last poll in the cluster, and the workers on this node. */
  private static final class Polls {
    private final Map<String, Long> workers = new HashMap<>();
    private long lastMillis;

    void forgetBefore(long millis) {
      workers.values().removeIf(polledMillis -> polledMillis < millis);
    }
  }

  /** A worker asks this node for jobs. */
  public void polled(Set<String> types, String worker) {
    long now = clock.millis();
    synchronized (this) {
      for (String type : types) {
        Polls polls = touch(type, now);
        if (polls.workers.size() >= MAX_WORKERS) {
          polls.forgetBefore(now - COUNTED.toMillis());
        }
        if (polls.workers.size() < MAX_WORKERS || polls.workers.containsKey(worker)) {
          polls.workers.put(worker, now);
        }
      }
    }
  }

  /** A worker asked another node for jobs of a type. */
  public synchronized void polledElsewhere(String type, long atMillis) {
    Polls known = byType.get(type);
    if (known == null || known.lastMillis < atMillis) {
      touch(type, Math.min(atMillis, clock.millis()));
    }
  }

  private Polls touch(String type, long atMillis) {
    Polls known = byType.remove(type);
    Polls polls = known == null ? new Polls() : known;
    polls.lastMillis = Math.max(polls.lastMillis, atMillis);
    byType.put(type, polls);
    if (byType.size() > MAX_TYPES) {
      byType.remove(byType.keySet().iterator().next());
    }
    return polls;
  }

  /**
   * When a worker asked the cluster for jobs of this type last, epoch milliseconds; empty if not
   * since this node has started.
   */
  public synchronized OptionalLong lastPoll(String type) {
    Polls polls = byType.get(type);
    return polls == null ? OptionalLong.empty() : OptionalLong.of(polls.lastMillis);
  }

  /** How many workers asked this node for jobs of a type within the last five minutes. */
  public synchronized int workers(String type) {
    Polls polls = byType.get(type);
    if (polls == null) {
      return 0;
    }
    polls.forgetBefore(clock.millis() - COUNTED.toMillis());
    return polls.workers.size();
  }

  /** The types that were asked for. */
  public synchronized Set<String> types() {
    return Set.copyOf(byType.keySet());
  }
}
