package io.spillway.engine.search;

import io.spillway.domain.execution.ExecutionFact;
import io.spillway.domain.execution.ExecutionIds;
import io.spillway.store.UnreadableSegmentException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;

/** Decodes the contexts of executions. */
final class ContextDecoder {
  private ContextDecoder() {}

  /**
   * The context of an execution.
   *
   * @throws UnreadableSegmentException if it is damaged: only JSON objects are stored
   */
  static JsonObject decode(ExecutionFact fact) {
    try {
      return new JsonObject(new String(fact.context(), StandardCharsets.UTF_8));
    } catch (DecodeException | ClassCastException e) {
      throw new UnreadableSegmentException(
          ExecutionIds.segmentOf(fact.executionId()),
          "the context of execution " + fact.executionId() + " is not a JSON object");
    }
  }
}
