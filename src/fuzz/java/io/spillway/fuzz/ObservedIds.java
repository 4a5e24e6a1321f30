package io.spillway.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Names and tokens of earlier answers, by what they name. Only the latest of each kind, so that
 * requests meet on the same things. Not thread-safe.
 */
final class ObservedIds {
  private static final int MAX = 40;
  private static final int MIN = 10;

  /** Members that name something, and what. */
  private static final Map<String, String> KINDS =
      Map.of(
          "automationId", "automation",
          "automationTemplateId", "automation",
          "executionId", "execution",
          "resolutionId", "resolution",
          "clientId", "client",
          "nextPageToken", "pageToken",
          "reviewToken", "reviewToken",
          "uid", "event");

  private final Map<String, List<String>> known = new TreeMap<>();
  private final Set<String> excluded;

  /**
   * @param excluded what is never handed out, such as the client that the run itself signs in as
   */
  ObservedIds(Set<String> excluded) {
    this.excluded = excluded;
  }

  /** Records the ids in a response. */
  void learn(Object value) {
    if (value instanceof List<?> list) {
      list.forEach(this::learn);
    } else if (value instanceof Map<?, ?> object) {
      object.forEach((name, member) -> learn(object, (String) name, member));
    }
  }

  private void learn(Map<?, ?> object, String name, Object member) {
    if (!(member instanceof String text) || text.isEmpty()) {
      learn(member);
      return;
    }
    if (name.equals("id")) {
      String kind =
          object.containsKey("automationTemplateId")
              ? "execution"
              : object.containsKey("circuitBreakerMax") ? "automation" : "client";
      add(kind, text);
    } else if (KINDS.containsKey(name)) {
      add(KINDS.get(name), text);
    }
  }

  private void add(String kind, String text) {
    List<String> of = known.computeIfAbsent(kind, none -> new ArrayList<>());
    if (!excluded.contains(text) && !of.contains(text)) {
      of.add(text);
      if (of.size() > MAX) {
        of.remove(0);
      }
    }
  }

  /** An automation was deleted. A few deleted ones are kept, so that some requests use them. */
  void forget(String name) {
    List<String> automations = known.getOrDefault("automation", List.of());
    if (automations.size() > MIN) {
      automations.remove(name);
    }
  }

  /** One of those that a member of this name can be. */
  Optional<String> forMember(String name, Random random) {
    return switch (name) {
      case "pageToken", "page_token" -> any("pageToken", random);
      case "sinceEventUid" -> any("event", random);
      default -> KINDS.containsKey(name) ? any(KINDS.get(name), random) : Optional.empty();
    };
  }

  /** One of those that a parameter of a path can be. */
  Optional<String> forPath(String path, String parameter, Random random) {
    String before = path.substring(0, path.indexOf("{" + parameter + "}"));
    if (parameter.equals("resolutionId")) {
      return any("resolution", random);
    }
    if (before.contains("/clients/")) {
      return any("client", random);
    }
    return any(before.contains("executions/") ? "execution" : "automation", random);
  }

  private Optional<String> any(String kind, Random random) {
    List<String> of = known.getOrDefault(kind, List.of());
    return of.isEmpty() ? Optional.empty() : Optional.of(EdgeCases.of(of, random));
  }
}
