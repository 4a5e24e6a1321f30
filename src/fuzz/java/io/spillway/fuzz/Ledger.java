package io.spillway.fuzz;

import io.spillway.contract.Document;
import io.spillway.contract.DocumentedOperation;
import io.spillway.contract.PlainPath;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the node has acknowledged. Not thread-safe. */
final class Ledger {
  private static final String OPERATIONS = "/api/v1/automations/";

  final Set<String> automations = new TreeSet<>();
  final Set<String> deleted = new TreeSet<>();
  final Map<String, Set<String>> executions = new TreeMap<>();
  final Set<String> terminated = new TreeSet<>();
  final Map<String, Long> resolved = new TreeMap<>();
  private final Set<String> keyed = new TreeSet<>();
  private final Document document;

  Ledger(Document document) {
    this.document = document;
  }

  /**
   * Notes an answer, if it acknowledges something.
   *
   * @return the automation that is gone by it
   */
  Optional<String> note(Shot shot, RawAnswer answer) {
    if (answer.status() != 200) {
      return Optional.empty();
    }
    // With another method or an odd path, it may have been another operation than was meant.
    String operation =
        document
            .find(shot.method(), PlainPath.of(shot.path()))
            .map(DocumentedOperation::id)
            .orElse("");
    switch (operation) {
      case "createAutomation" ->
          automations.add(json(answer).getJsonObject("automation").getString("id"));
      case "deleteAutomation" -> {
        deleted.add(segment(shot, OPERATIONS));
        return Optional.of(segment(shot, OPERATIONS));
      }
      case "executeAutomation" ->
          executions
              .computeIfAbsent(segment(shot, OPERATIONS), none -> new TreeSet<>())
              .add(json(answer).getString("executionId"));
      case "terminateAutomationExecution" ->
          terminated.add(segment(shot, "/api/v1/automation_executions/"));
      case "resolvePausedExecutions" -> resolved(shot, answer);
      default -> {}
    }
    return Optional.empty();
  }

  /** A request that comes again with its key gets the answer of the first, and moves nothing. */
  private void resolved(Shot shot, RawAnswer answer) {
    String automation = segment(shot, OPERATIONS);
    boolean again =
        shot.headers().stream()
            .filter(header -> header.name().equals("Idempotency-Key"))
            .anyMatch(header -> !keyed.add(automation + " " + header.value()));
    if (!again) {
      resolved.merge(automation, json(answer).getLong("pausedCount"), Long::sum);
    }
  }

  private static JsonObject json(RawAnswer answer) {
    return new JsonObject(answer.text());
  }

  private static String segment(Shot shot, String before) {
    return PlainPath.of(shot.path()).substring(before.length()).replaceFirst("/.*", "");
  }
}
