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
final class Pool {
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
  private final Set<String> spared;

  /**
   * @param spared what is never handed out, such as the client that the run itself signs in as
   */
  Pool(Set<String> spared) {
    this.spared = spared;
  }

  /** Notes what an answer names. */
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
    if (!spared.contains(text) && !of.contains(text)) {
      of.add(text);
      if (of.size() > MAX) {
        of.remove(0);
      }
    }
  }

  /**
   * Something is gone. Others of its kind that are gone too are kept, so some requests meet them.
   */
  void forget(String name) {
    List<String> automations = known.getOrDefault("automation", List.of());
    if (automations.size() > MIN) {
      automations.remove(name);
    }
  }

  /** One of those that a member of this name can be. */
  Optional<String> forMember(String name, Random chance) {
    return switch (name) {
      case "pageToken", "page_token" -> any("pageToken", chance);
      case "sinceEventUid" -> any("event", chance);
      default -> KINDS.containsKey(name) ? any(KINDS.get(name), chance) : Optional.empty();
    };
  }

  /** One of those that a parameter of a path can be. */
  Optional<String> forPath(String path, String parameter, Random chance) {
    String before = path.substring(0, path.indexOf("{" + parameter + "}"));
    if (parameter.equals("resolutionId")) {
      return any("resolution", chance);
    }
    if (before.contains("/clients/")) {
      return any("client", chance);
    }
    return any(before.contains("executions/") ? "execution" : "automation", chance);
  }

  private Optional<String> any(String kind, Random chance) {
    List<String> of = known.getOrDefault(kind, List.of());
    return of.isEmpty() ? Optional.empty() : Optional.of(Junk.of(of, chance));
  }
}
