package io.spillway.engine.actor;

import io.spillway.domain.resolution.Resolution;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The callers of an automation's resolutions: the queue of requests, and the replies that are due.
 * Runs on the actor's context.
 */
final class ResolutionCalls {
  private final Deque<ResolutionRequest> queue = new ArrayDeque<>();
  private final Map<String, Promise<Resolution>> replies = new HashMap<>();
  private final Map<String, Promise<Resolution>> records = new HashMap<>();

  /** Whether somebody waits for this resolution. */
  boolean isAwaited(String resolutionId) {
    return replies.containsKey(resolutionId);
  }

  /** The reply of a resolution, for one more caller. */
  Future<Resolution> await(String resolutionId) {
    return replies.computeIfAbsent(resolutionId, first -> Promise.promise()).future();
  }

  /** The record of a resolution that is requested, for one more caller. */
  Future<Resolution> awaitRecord(String resolutionId) {
    return records.computeIfAbsent(resolutionId, first -> Promise.promise()).future();
  }

  /** Completes the callers that wait for the record only. */
  void recorded(Resolution resolution) {
    Promise<Resolution> record = records.remove(resolution.id());
    if (record != null) {
      record.complete(resolution);
    }
  }

  /** Adds a request to the end of the queue. */
  void add(ResolutionRequest request) {
    queue.add(request);
  }

  /** Puts the request that was taken last back to the head of the queue. */
  void requeue(ResolutionRequest request) {
    queue.addFirst(request);
  }

  /** Takes the head of the queue. */
  Optional<ResolutionRequest> next() {
    return Optional.ofNullable(queue.poll());
  }

  /** Completes the reply of a resolution. */
  void reply(String resolutionId, Future<Resolution> result) {
    complete(replies.remove(resolutionId), result);
    complete(records.remove(resolutionId), result);
  }

  private static void complete(@Nullable Promise<Resolution> reply, Future<Resolution> result) {
    if (reply != null) {
      result.onComplete(reply);
    }
  }

  /** Fails every reply, and drops the queue. */
  void failAll(Throwable cause) {
    queue.clear();
    List<Promise<Resolution>> all = new ArrayList<>(replies.values());
    all.addAll(records.values());
    replies.clear();
    records.clear();
    all.forEach(reply -> reply.fail(cause));
  }
}
