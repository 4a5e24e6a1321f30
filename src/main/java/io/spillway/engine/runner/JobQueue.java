package io.spillway.engine.runner;

import io.spillway.engine.job.JobDepth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of one automation that wait for workers, by type and the oldest first, and those that
 * workers hold. Bounded: what does not fit waits in its segment. Not thread-safe.
 */
final class JobQueue {
  static final int MAX = 2_048;

  private final Map<String, TreeMap<Long, Long>> byType = new HashMap<>();
  private final Map<Long, String> types = new HashMap<>();
  private final Map<Long, JobLease> leases = new HashMap<>();
  private final Map<String, Integer> leased = new HashMap<>();

  /** Forgets everything. */
  void clear() {
    byType.clear();
    types.clear();
    leases.clear();
    leased.clear();
  }

  /** Whether nothing more should be queued. */
  boolean isFull() {
    return types.size() >= MAX;
  }

  /** An execution waits for a worker. */
  void add(long executionId, String type, long sinceMillis) {
    unlease(executionId);
    if (types.put(executionId, type) == null) {
      byType.computeIfAbsent(type, first -> new TreeMap<>()).put(executionId, sinceMillis);
    }
  }

  /** An execution is not queued any more, nor held by a worker. */
  void remove(long executionId) {
    unlease(executionId);
    @Nullable String type = types.remove(executionId);
    @Nullable TreeMap<Long, Long> same = type == null ? null : byType.get(type);
    if (same != null) {
      same.remove(executionId);
      if (same.isEmpty()) {
        byType.remove(type);
      }
    }
  }

  /** The oldest executions that wait for a worker of these types, up to {@code max}. */
  List<Long> oldest(Collection<String> wanted, int max) {
    List<Long> found = new ArrayList<>();
    for (String type : wanted) {
      byType.getOrDefault(type, new TreeMap<>()).keySet().stream().limit(max).forEach(found::add);
    }
    return found.stream().sorted().limit(max).toList();
  }

  /** The type of a job that waits. */
  String typeOf(long executionId) {
    return types.getOrDefault(executionId, "");
  }

  /** A worker holds this job. */
  void leased(long executionId, JobLease lease) {
    remove(executionId);
    leases.put(executionId, lease);
    leased.merge(lease.type(), 1, Integer::sum);
  }

  private void unlease(long executionId) {
    @Nullable JobLease lease = leases.remove(executionId);
    if (lease != null) {
      leased.computeIfPresent(lease.type(), (type, count) -> count == 1 ? null : count - 1);
    }
  }

  /** How a worker holds this job, as far as it is known. */
  @Nullable JobLease lease(long executionId) {
    return leases.get(executionId);
  }

  /** How many there are of each type. */
  Map<String, JobDepth> depths() {
    Map<String, JobDepth> depths = new HashMap<>();
    byType.forEach(
        (type, queued) ->
            depths.put(type, new JobDepth(queued.size(), 0, queued.firstEntry().getValue())));
    leased.forEach((type, count) -> depths.merge(type, new JobDepth(0, count, 0), JobDepth::plus));
    return depths;
  }
}
