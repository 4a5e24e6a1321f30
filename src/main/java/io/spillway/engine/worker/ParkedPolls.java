package io.spillway.engine.worker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The polls of a node that wait for jobs, the one that waits for the longest first. Thread-safe.
 */
final class ParkedPolls {
  /** The maximum number of polls that wait on a node. */
  static final int MAX = 10_000;

  private final Map<String, Set<Activation>> byType = new HashMap<>();
  private final Set<Activation> all = new LinkedHashSet<>();

  /**
   * Parks a poll.
   *
   * @return false if there are too many
   */
  synchronized boolean add(Activation poll) {
    if (all.size() >= MAX) {
      return false;
    }
    if (all.add(poll)) {
      poll.request()
          .types()
          .forEach(type -> byType.computeIfAbsent(type, name -> new LinkedHashSet<>()).add(poll));
    }
    return true;
  }

  /** Takes a poll out; returns whether it was parked. */
  synchronized boolean remove(Activation poll) {
    if (!all.remove(poll)) {
      return false;
    }
    for (String type : poll.request().types()) {
      Set<Activation> waiting = byType.getOrDefault(type, Set.of());
      waiting.remove(poll);
      if (waiting.isEmpty()) {
        byType.remove(type);
      }
    }
    return true;
  }

  /** Has polls for a type look again: as many as there are new jobs, not all. */
  void wake(String type, int jobs, Predicate<Activation> allowed) {
    take(type, jobs, allowed).forEach(Activation::wake);
  }

  private synchronized List<Activation> take(String type, int jobs, Predicate<Activation> allowed) {
    List<Activation> taken = new ArrayList<>();
    Iterator<Activation> waiting = byType.getOrDefault(type, Set.of()).iterator();
    while (taken.size() < jobs && waiting.hasNext()) {
      Activation next = waiting.next();
      if (allowed.test(next)) {
        taken.add(next);
      }
    }
    taken.forEach(this::remove);
    return taken;
  }

  /** Takes all out. */
  synchronized Collection<Activation> removeAll() {
    List<Activation> taken = List.copyOf(all);
    all.clear();
    byType.clear();
    return taken;
  }

  /** The types that parked polls ask for. */
  synchronized Set<String> types() {
    return Set.copyOf(byType.keySet());
  }

  synchronized int size() {
    return all.size();
  }
}
