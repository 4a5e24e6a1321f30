package io.spillway.fuzz;

import io.spillway.contract.Document;
import io.spillway.contract.DocumentedOperation;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The state that follows from the acknowledged requests. Not thread-safe. */
final class ExpectedState {
  private static final String OPERATIONS = "/api/v1/automations/";

  final Set<String> automations = new TreeSet<>();
  final Set<String> deleted = new TreeSet<>();
  final Map<String, Set<String>> executions = new TreeMap<>();
  final Set<String> terminated = new TreeSet<>();
  final Map<String, Long> resolved = new TreeMap<>();

  /** By automation, the resolutions of which the response came before their counts. */
  final Map<String, Set<String>> inBackground = new TreeMap<>();

  private final Set<String> usedKeys = new TreeSet<>();
  private final Document document;

  ExpectedState(Document document) {
    this.document = document;
  }

  /**
   * Records a response, if it acknowledges a change.
   *
   * @return the automation that it deleted
   */
  Optional<String> note(FuzzRequest request, RawResponse answer) {
    if (answer.status() != 200 && answer.status() != 202) {
      return Optional.empty();
    }
    // With another method or an odd path, it may have been another operation than was meant.
    String operation =
        document.find(request.method(), request.path()).map(DocumentedOperation::id).orElse("");
    switch (operation) {
      case "createAutomation" ->
          automations.add(json(answer).getJsonObject("automation").getString("id"));
      case "deleteAutomation" -> {
        deleted.add(segment(request, OPERATIONS));
        return Optional.of(segment(request, OPERATIONS));
      }
      case "executeAutomation" ->
          executions
              .computeIfAbsent(segment(request, OPERATIONS), none -> new TreeSet<>())
              .add(json(answer).getString("executionId"));
      case "terminateAutomationExecution" ->
          terminated.add(segment(request, "/api/v1/automation_executions/"));
      case "clearCircuitBreaker" -> started(segment(request, OPERATIONS), answer);
      case "resolvePausedExecutions" -> resolved(request, answer);
      default -> {}
    }
    return Optional.empty();
  }

  private void started(String automation, RawResponse answer) {
    String resolution = json(answer).getString("bulkActionId");
    if (!resolution.isEmpty()) {
      inBackground.computeIfAbsent(automation, none -> new TreeSet<>()).add(resolution);
    }
  }

  /** A request that comes again with its key gets the answer of the first, and moves nothing. */
  private void resolved(FuzzRequest request, RawResponse answer) {
    String automation = segment(request, OPERATIONS);
    boolean again =
        request.headers().stream()
            .filter(header -> header.name().equals("Idempotency-Key"))
            .anyMatch(header -> !usedKeys.add(automation + " " + header.value()));
    if (!again && answer.status() == 202) {
      started(automation, answer);
    } else if (!again) {
      resolved.merge(automation, json(answer).getLong("pausedCount"), Long::sum);
    }
  }

  private static JsonObject json(RawResponse answer) {
    return new JsonObject(answer.text());
  }

  private static String segment(FuzzRequest request, String before) {
    String encoded = request.path().substring(before.length()).replaceFirst("/.*", "");
    return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
