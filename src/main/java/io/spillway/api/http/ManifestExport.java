package io.spillway.api.http;

import io.spillway.api.http.route.NdjsonStream;
import io.spillway.domain.execution.Segment;
import io.spillway.domain.resolution.FailedSegment;
import io.spillway.domain.resolution.Manifest;
import io.spillway.domain.resolution.Resolution;
import io.spillway.engine.search.UnreadableSegment;
import io.spillway.store.Store;
import io.spillway.store.UnreadableSegmentException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Exports the manifest of a finished resolution, one line per execution, oldest first. */
final class ManifestExport implements NdjsonStream.ChunkSource {
  private static final int SEGMENT_BATCH = 8;

  private final Store store;
  private final Resolution resolution;
  private long lastSegmentId;

  ManifestExport(Store store, Resolution resolution) {
    this.store = store;
    this.resolution = resolution;
  }

  @Override
  public Optional<Buffer> next() {
    Buffer chunk = Buffer.buffer();
    List<Long> segmentIds;
    do {
      segmentIds =
          store
              .executions()
              .segmentsOldestFirst(resolution.automationId(), lastSegmentId, SEGMENT_BATCH);
      if (!segmentIds.isEmpty()) {
        append(chunk, segmentIds);
        lastSegmentId = segmentIds.get(segmentIds.size() - 1);
      }
    } while (chunk.length() == 0 && !segmentIds.isEmpty());
    return chunk.length() == 0 ? Optional.empty() : Optional.of(chunk);
  }

  private void append(Buffer chunk, List<Long> segmentIds) {
    Map<Long, FailedSegment> failed = failedFrom(segmentIds.get(0));
    for (long segmentId : segmentIds) {
      Optional<FailedSegment> failure = Optional.ofNullable(failed.get(segmentId));
      Segment segment;
      try {
        segment = store.executions().load(segmentId).orElseThrow();
      } catch (UnreadableSegmentException e) {
        chunk.appendString(unreadable(segmentId, String.valueOf(e.getMessage())));
        continue;
      }
      for (Manifest.Line line : Manifest.of(resolution, segment, failure)) {
        chunk.appendString(text(line));
      }
    }
  }

  /** Failed segments among the next batch: failed segments are segments of the automation too. */
  private Map<Long, FailedSegment> failedFrom(long segmentId) {
    return store
        .automations()
        .failedSegments(resolution.id(), segmentId - 1, SEGMENT_BATCH)
        .stream()
        .collect(Collectors.toMap(FailedSegment::segmentId, Function.identity()));
  }

  private static String unreadable(long segmentId, String cause) {
    UnreadableSegment segment = new UnreadableSegment(segmentId, cause);
    return new JsonObject()
            .put("firstExecutionId", Long.toString(segment.firstExecutionId()))
            .put("lastExecutionId", Long.toString(segment.lastExecutionId()))
            .put("outcome", "unreadable")
            .put("cause", cause)
            .encode()
        + "\n";
  }

  private static String text(Manifest.Line line) {
    JsonObject json =
        new JsonObject()
            .put("executionId", Long.toString(line.executionId()))
            .put("outcome", line.outcome().name().toLowerCase(Locale.ROOT));
    if (line.outcome() == Manifest.Outcome.FAILED) {
      json.put("cause", line.cause());
    }
    return json.encode() + "\n";
  }
}
