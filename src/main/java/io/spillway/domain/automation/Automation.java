package io.spillway.domain.automation;

import io.spillway.domain.breaker.BreakerLimit;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An automation as its administrator defined it.
 *
 * @param id opaque
 * @param profile name, description and app
 * @param enabled switch of the administrator; trips and resolutions never change it
 * @param draft whether it was never published
 * @param document steps, triggers and default context
 * @param annotations labels of the client, in the order of their keys
 * @param limit of its circuit breaker
 * @param runner who runs its executions, and how fast
 * @param version of the published steps and triggers, from 1; 0 if it was never published
 * @param createdAt when it was created
 * @param deletedAt when it was deleted, if it was
 */
public record Automation(
    String id,
    Profile profile,
    boolean enabled,
    boolean draft,
    Document document,
    Map<String, String> annotations,
    BreakerLimit limit,
    RunnerSettings runner,
    int version,
    Instant createdAt,
    Optional<Instant> deletedAt) {
  public Automation {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(runner, "runner");
    annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
    if (version < 0 || (version == 0 && !draft)) {
      throw new IllegalArgumentException("version is " + version + ", must be at least 1");
    }
  }

  /**
   * Name, description and app of an automation.
   *
   * @param displayName up to {@value #MAX_NAME} characters
   * @param description up to {@value #MAX_DESCRIPTION} characters
   * @param appId the app it belongs to, empty for none
   */
  public record Profile(String displayName, String description, String appId) {
    static final int MAX_NAME = 256;
    static final int MAX_DESCRIPTION = 2_048;
    static final int MAX_APP_ID = 64;

    public Profile {
      requireMaxLength("displayName", displayName, MAX_NAME);
      requireMaxLength("description", description, MAX_DESCRIPTION);
      requireMaxLength("appId", appId, MAX_APP_ID);
    }

    private static void requireMaxLength(String field, String value, int max) {
      if (value.length() > max) {
        throw new IllegalArgumentException(
            field + " has " + value.length() + " characters, must be at most " + max);
      }
    }
  }

  /**
   * The parts stored as the client sent them, each a JSON text.
   *
   * @param steps published steps, a JSON array
   * @param draftSteps a JSON array
   * @param triggers published triggers, a JSON array
   * @param draftTriggers a JSON array
   * @param context the default context, a JSON object
   */
  public record Document(
      String steps, String draftSteps, String triggers, String draftTriggers, String context) {
    public static final Document EMPTY = new Document("[]", "[]", "[]", "[]", "{}");

    /** How long its texts are together, in characters. */
    public long length() {
      return (long) steps.length()
          + draftSteps.length()
          + triggers.length()
          + draftTriggers.length()
          + context.length();
    }

    /** How long its texts are together in UTF-8. */
    public long bytes() {
      return Stream.of(steps, draftSteps, triggers, draftTriggers, context)
          .mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length)
          .sum();
    }

    /** Whether the published parts are equal as text. */
    boolean publishesTheSameAs(Document other) {
      return steps.equals(other.steps) && triggers.equals(other.triggers);
    }
  }

  /** Why this automation refuses triggers, if it does. */
  public Optional<Refusal> refusal() {
    if (deletedAt.isPresent()) {
      return Optional.of(unknown(id));
    }
    if (draft) {
      return refused("automation " + id + " is a draft: publish it before executing it");
    }
    if (!enabled) {
      return refused("automation " + id + " is disabled: set enabled before executing it");
    }
    return Optional.empty();
  }

  /** The refusal for an automation that does not exist or was deleted. */
  public static Refusal unknown(String id) {
    return new Refusal(Refusal.Reason.NOT_FOUND, "automation " + id + " does not exist");
  }

  /** This automation, marked as deleted. */
  public Automation deleted(Instant now) {
    return new Automation(
        id,
        profile,
        enabled,
        draft,
        document,
        annotations,
        limit,
        runner,
        version,
        createdAt,
        Optional.of(now));
  }

  /** This automation without its document and annotations, which may be large. */
  public Automation outline() {
    return new Automation(
        id,
        profile,
        enabled,
        draft,
        Document.EMPTY,
        Map.of(),
        limit,
        runner,
        version,
        createdAt,
        deletedAt);
  }

  private static Optional<Refusal> refused(String message) {
    return Optional.of(new Refusal(Refusal.Reason.FAILED_PRECONDITION, message));
  }
}
