package io.spillway.engine.job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which automations of this node have jobs, by type. Told by their runners, asked by whoever looks
 * for jobs. Thread-safe; the listener is called on the thread of the runner and must not block.
 */
public final class JobIndex {
  private static final Listener NOBODY = (automationId, type, more) -> {};

  private final Map<String, JobsOfType> byType = new HashMap<>();
  private final Map<String, Map<String, JobDepth>> byAutomation = new HashMap<>();
  private volatile Listener listener = NOBODY;

  /** Is told when more jobs get ready. */
  @FunctionalInterface
  public interface Listener {
    /**
     * More jobs of an automation are ready than before.
     *
     * @param more how many more
     */
    void onReady(String automationId, String type, int more);
  }

  /** Replaces the listener. */
  public void listen(Listener told) {
    listener = told;
  }

  /**
   * The jobs of an automation have changed.
   *
   * @param depths of all its types that have jobs
   */
  public void update(String automationId, Map<String, JobDepth> depths) {
    Map<String, JobDepth> after = Map.copyOf(depths);
    Map<String, Integer> risen = new HashMap<>();
    synchronized (this) {
      Map<String, JobDepth> before =
          Optional.ofNullable(
                  after.isEmpty()
                      ? byAutomation.remove(automationId)
                      : byAutomation.put(automationId, after))
              .orElse(Map.of());
      Set<String> types = new LinkedHashSet<>(before.keySet());
      types.addAll(after.keySet());
      for (String type : types) {
        JobDepth old = before.getOrDefault(type, JobDepth.NONE);
        JobDepth now = after.getOrDefault(type, JobDepth.NONE);
        replace(automationId, type, old, now);
        if (now.ready() > old.ready()) {
          risen.put(type, now.ready() - old.ready());
        }
      }
    }
    risen.forEach((type, more) -> listener.onReady(automationId, type, more));
  }

  /** The automation is not of this node any more, or has no jobs. */
  public void remove(String automationId) {
    update(automationId, Map.of());
  }

  private void replace(String automationId, String type, JobDepth old, JobDepth now) {
    JobsOfType jobs = byType.computeIfAbsent(type, name -> new JobsOfType());
    jobs.replace(automationId, old, now);
    if (jobs.isEmpty()) {
      byType.remove(type);
    }
  }

  /**
   * The automations that have jobs of these types ready, the one whose job is ready for the longest
   * first; without those that are set aside.
   *
   * @param scope the automations to look at, empty for all
   * @param max how many at most
   */
  public synchronized List<String> withReady(Set<String> types, Set<String> scope, int max) {
    List<Waiting> found = new ArrayList<>();
    for (String type : types) {
      JobsOfType jobs = byType.get(type);
      if (jobs != null) {
        found.addAll(jobs.oldest(scope, max));
      }
    }
    return found.stream()
        .sorted(Waiting.OLDEST_FIRST)
        .map(Waiting::automationId)
        .distinct()
        .limit(max)
        .toList();
  }

  /**
   * The automation handed nothing out although it has jobs of these types: it is not found again
   * until it says something new, or {@link #tryAgain}.
   */
  public synchronized void setAside(String automationId, Set<String> types) {
    for (String type : types) {
      JobsOfType jobs = byType.get(type);
      if (jobs != null) {
        jobs.setAside(automationId);
      }
    }
  }

  /** Forgets what is set aside. */
  public synchronized void tryAgain() {
    byType.values().forEach(JobsOfType::tryAgain);
  }

  /** The jobs of all automations of this node, by type. */
  public synchronized Map<String, JobDepth> totals() {
    Map<String, JobDepth> totals = new TreeMap<>();
    byType.forEach((type, jobs) -> totals.put(type, jobs.total()));
    return totals;
  }

  /** An automation whose job waits. */
  private record Waiting(long sinceMillis, String automationId) {
    static final Comparator<Waiting> OLDEST_FIRST =
        Comparator.comparingLong(Waiting::sinceMillis).thenComparing(Waiting::automationId);
  }

  /** The automations with jobs of one type. */
  private static final class JobsOfType {
    private final Map<String, JobDepth> depths = new HashMap<>();
    private final TreeSet<Waiting> waiting = new TreeSet<>(Waiting.OLDEST_FIRST);
    private final Set<String> aside = new LinkedHashSet<>();
    private long ready;
    private long leased;

    boolean isEmpty() {
      return depths.isEmpty();
    }

    void replace(String automationId, JobDepth old, JobDepth now) {
      ready += (long) now.ready() - old.ready();
      leased += (long) now.leased() - old.leased();
      waiting.remove(new Waiting(old.oldestReadyMillis(), automationId));
      aside.remove(automationId);
      if (now.equals(JobDepth.NONE)) {
        depths.remove(automationId);
        return;
      }
      depths.put(automationId, now);
      add(automationId, now);
    }

    private void add(String automationId, JobDepth depth) {
      if (depth.ready() > 0) {
        waiting.add(new Waiting(depth.oldestReadyMillis(), automationId));
      }
    }

    List<Waiting> oldest(Set<String> scope, int max) {
      return scope.isEmpty()
          ? waiting.stream().limit(max).toList()
          : scope.stream()
              .map(id -> new Waiting(depthOf(id).oldestReadyMillis(), id))
              .filter(waiting::contains)
              .toList();
    }

    private JobDepth depthOf(String automationId) {
      return depths.getOrDefault(automationId, JobDepth.NONE);
    }

    void setAside(String automationId) {
      JobDepth depth = depths.get(automationId);
      if (depth != null && depth.ready() > 0) {
        waiting.remove(new Waiting(depth.oldestReadyMillis(), automationId));
        aside.add(automationId);
      }
    }

    void tryAgain() {
      aside.forEach(id -> add(id, depthOf(id)));
      aside.clear();
    }

    JobDepth total() {
      return new JobDepth(
          saturated(ready), saturated(leased), waiting.isEmpty() && aside.isEmpty() ? 0 : oldest());
    }

    private long oldest() {
      long oldest = waiting.isEmpty() ? Long.MAX_VALUE : waiting.first().sinceMillis();
      for (String id : aside) {
        oldest = Math.min(oldest, depthOf(id).oldestReadyMillis());
      }
      return oldest;
    }

    private static int saturated(long count) {
      return (int) Math.min(Integer.MAX_VALUE, count);
    }
  }
}
