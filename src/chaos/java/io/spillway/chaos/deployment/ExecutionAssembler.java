package io.spillway.chaos.deployment;

import io.spillway.chaos.history.StoredExecution;
import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.domain.execution.ExecutionStatus;
import io.spillway.domain.execution.Segment;
import io.spillway.domain.execution.SegmentCodec;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Assembles executions from their facts and the images of their segments, and reports where the two
 * contradict each other. Facts come first.
 */
final class ExecutionAssembler {
  private static final String MARKER = "marker";

  private final TreeMap<Long, ExecutionFact> facts = new TreeMap<>();
  private final List<StoredExecution> executions = new ArrayList<>();
  private final List<String> contradictions = new ArrayList<>();

  /**
   * The contexts of a block of facts as they are stored.
   *
   * @param layout a format number, then the length of each context but the last, then what is not
   *     read here
   * @param bytes one after the other
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Contexts(byte[] layout, byte[] bytes) {
    private List<byte[]> split(int count) {
      ByteBuffer lengths = ByteBuffer.wrap(layout, 1, (count - 1) * Integer.BYTES);
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      List<byte[]> contexts = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        byte[] context = new byte[lengths.hasRemaining() ? lengths.getInt() : rest.remaining()];
        rest.get(context);
        contexts.add(context);
      }
      return contexts;
    }
  }

  void addFacts(long firstId, int count, long createdAt, int generation, Contexts contexts) {
    long id = firstId;
    for (byte[] context : contexts.split(count)) {
      if (facts.put(id, new ExecutionFact(id, createdAt, generation, 1, "", context)) != null) {
        contradictions.add("execution " + id + " has facts twice");
      }
      id++;
    }
  }

  void addSegment(long segmentId, String automationId, Optional<byte[]> image) {
    Segment segment =
        image.map(SegmentCodec::decode).orElseGet(() -> Segment.empty(segmentId, automationId));
    if (segment.segmentId() != segmentId || !segment.automationId().equals(automationId)) {
      contradictions.add(
          "segment %d of %s holds segment %d of %s"
              .formatted(segmentId, automationId, segment.segmentId(), segment.automationId()));
    }
    Map<Long, ExecutionFact> known =
        facts.subMap(ExecutionIds.of(segmentId, 0), ExecutionIds.of(segmentId + 1, 0));
    long next = ExecutionIds.of(segmentId, 0);
    for (ExecutionFact fact : known.values()) {
      if (fact.executionId() != next) {
        contradictions.add("facts are missing from execution " + next + " on");
      }
      next = fact.executionId() + 1;
      int slot = ExecutionIds.slotOf(fact.executionId());
      add(slot < segment.count() ? segment.status(slot) : created(fact), fact, automationId);
    }
    if (known.size() < segment.count()) {
      contradictions.add(
          "segment %d has %d slots, and facts of %d"
              .formatted(segmentId, segment.count(), known.size()));
    }
    known.clear();
  }

  private static ExecutionStatus created(ExecutionFact fact) {
    return new ExecutionStatus(
        fact.executionId(),
        fact.initialState(),
        fact.generation(),
        fact.createdAtMillis(),
        fact.createdAtMillis());
  }

  private void add(ExecutionStatus status, ExecutionFact fact, String automationId) {
    if (status.generation() != fact.generation()
        || status.createdAtMillis() != fact.createdAtMillis()) {
      contradictions.add("%s contradicts its facts %s".formatted(status, created(fact)));
    }
    String marker =
        new JsonObject(new String(fact.context(), StandardCharsets.UTF_8)).getString(MARKER, "");
    executions.add(new StoredExecution(status, automationId, marker));
  }

  /** All executions whose segments were added. */
  List<StoredExecution> executions() {
    return List.copyOf(executions);
  }

  /** What does not fit together. */
  List<String> contradictions() {
    List<String> all = new ArrayList<>(contradictions);
    if (!facts.isEmpty()) {
      all.add("facts without a segment: " + facts.keySet());
    }
    return all;
  }
}
