package io.spillway.it;

import io.spillway.harness.ApiResponse;
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

/** The calls of all clients and their responses. Thread-safe. */
final class ClientHistory {
  private final Map<String, List<Long>> created = new ConcurrentHashMap<>();
  private final Set<Long> ids = ConcurrentHashMap.newKeySet();
  private final Map<String, JsonObject> resolved = new ConcurrentHashMap<>();
  private final Set<Long> terminated = ConcurrentHashMap.newKeySet();
  private final Set<String> toDelete = ConcurrentHashMap.newKeySet();
  private final Set<String> deleted = ConcurrentHashMap.newKeySet();
  private final List<Long> inOrder = Collections.synchronizedList(new ArrayList<>());
  private final Queue<ApiResponse> refused = new ConcurrentLinkedQueue<>();
  private final Queue<Long> acknowledgedTwice = new ConcurrentLinkedQueue<>();
  private final AtomicInteger reasons = new AtomicInteger();

  /** An execution of an automation was acknowledged. */
  void created(String automationId, long executionId) {
    if (!ids.add(executionId)) {
      acknowledgedTwice.add(executionId);
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
  List<Long> acknowledgedTwice() {
    return List.copyOf(acknowledgedTwice);
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
  void willDelete(String automationId) {
    toDelete.add(automationId);
  }

  void deleted(String automationId) {
    deleted.add(automationId);
  }

  /** Automations that were to be deleted, with or without an answer. */
  Set<String> toDelete() {
    return Set.copyOf(toDelete);
  }

  /** Automations whose deletion was acknowledged. */
  Set<String> deleted() {
    return Set.copyOf(deleted);
  }

  void refused(ApiResponse answer) {
    refused.add(answer);
  }

  /** Answers that were no success. */
  List<ApiResponse> refused() {
    return List.copyOf(refused);
  }
}
