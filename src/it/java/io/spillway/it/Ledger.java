package io.spillway.it;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What clients asked for, and what they were told. Thread-safe. */
final class Ledger {
  private final Map<String, List<Long>> created = new ConcurrentHashMap<>();
  private final Set<Long> ids = ConcurrentHashMap.newKeySet();
  private final Map<String, JsonObject> resolved = new ConcurrentHashMap<>();
  private final Set<Long> terminated = ConcurrentHashMap.newKeySet();
  private final Set<String> doomed = ConcurrentHashMap.newKeySet();
  private final Set<String> deleted = ConcurrentHashMap.newKeySet();
  private final List<Long> inOrder = Collections.synchronizedList(new ArrayList<>());
  private final Queue<Answer> refused = new ConcurrentLinkedQueue<>();
  private final Queue<Long> toldTwice = new ConcurrentLinkedQueue<>();
  private final AtomicInteger reasons = new AtomicInteger();

  /** An execution of an automation was acknowledged. */
  void created(String automationId, long executionId) {
    if (!ids.add(executionId)) {
      toldTwice.add(executionId);
    }
    inOrder.add(executionId);
    List<Long> ofAutomation = created.computeIfAbsent(automationId, id -> new ArrayList<>());
    synchronized (ofAutomation) {
      ofAutomation.add(executionId);
    }
  }

  /** The executions acknowledged of an automation, in the order in which they were. */
  List<Long> createdOf(String automationId) {
    List<Long> ofAutomation = created.getOrDefault(automationId, new ArrayList<>());
    synchronized (ofAutomation) {
      return List.copyOf(ofAutomation);
    }
  }

  /** All executions acknowledged, in the order in which they were. */
  List<Long> created() {
    synchronized (inOrder) {
      return List.copyOf(inOrder);
    }
  }

  /** Ids that were acknowledged more than once. */
  List<Long> toldTwice() {
    return List.copyOf(toldTwice);
  }

  /** A reason by which a resolution can be found again. */
  String newReason() {
    return "reason " + reasons.incrementAndGet();
  }

  void resolved(String reason, JsonObject answer) {
    resolved.put(reason, answer);
  }

  /** Answers to resolve calls by the reason they gave. */
  Map<String, JsonObject> resolved() {
    return Map.copyOf(resolved);
  }

  void terminated(long executionId) {
    terminated.add(executionId);
  }

  /** Executions whose termination was acknowledged. */
  Set<Long> terminated() {
    return Set.copyOf(terminated);
  }

  /** An automation is about to be deleted. */
  void dooms(String automationId) {
    doomed.add(automationId);
  }

  void deleted(String automationId) {
    deleted.add(automationId);
  }

  /** Automations that were to be deleted, with or without an answer. */
  Set<String> doomed() {
    return Set.copyOf(doomed);
  }

  /** Automations whose deletion was acknowledged. */
  Set<String> deleted() {
    return Set.copyOf(deleted);
  }

  void refused(Answer answer) {
    refused.add(answer);
  }

  /** Answers that were no success. */
  List<Answer> refused() {
    return List.copyOf(refused);
  }
}
