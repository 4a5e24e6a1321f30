package io.spillway.engine.webhook;

import com.github.f4b6a3.ksuid.KsuidCreator;
import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.automation.Quotes;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.automation.RefusedException;
import io.spillway.domain.webhook.Webhook;
import io.spillway.domain.webhook.WebhookFormat;
import io.spillway.domain.webhook.WebhookPatch;
import io.spillway.store.WebhookStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;

/**
 * Creates, changes and deletes webhooks. Each call completes when the change and its audit row are
 * durable, and fails with {@link RefusedException} if it is refused.
 */
public final class WebhookRegistry {
  private final Vertx vertx;
  private final WebhookStore store;
  private final WebhookSecrets secrets;
  private final EgressPolicy policy;
  private final Clock clock;

  WebhookRegistry(
      Vertx vertx, WebhookStore store, SecretSealer sealer, EgressPolicy policy, Clock clock) {
    this.vertx = vertx;
    this.store = store;
    this.secrets = new WebhookSecrets(sealer);
    this.policy = policy;
    this.clock = clock;
  }

  /**
   * A webhook that was created or changed.
   *
   * @param secret its new signing secret, shown only here; empty if it got none
   */
  public record Registered(Webhook webhook, String secret) {}

  /** A webhook before its row in the store is replaced, and what it was. */
  private record Change(Webhook next, String secret, AuditEvent.Kind kind, String verb) {}

  /** Creates a webhook; what the patch does not set has its default. */
  public Future<Registered> create(WebhookPatch patch, String actor) {
    return checked(() -> created(patch))
        .compose(
            registered ->
                durable(
                        store.add(
                            registered.webhook(),
                            event(
                                AuditEvent.Kind.WEBHOOK_CREATED,
                                registered.webhook(),
                                "created",
                                actor)))
                    .map(registered));
  }

  private Registered created(WebhookPatch patch) {
    Instant now = clock.instant();
    String id = KsuidCreator.getKsuid().toString();
    Webhook.Target target =
        new Webhook.Target(
            patch.url().orElse(""),
            patch.method().orElse("POST"),
            patch.format().orElse(WebhookFormat.C1));
    policy.check(target.uri());
    Webhook blank =
        new Webhook(
            id,
            patch.displayName().orElse(""),
            "",
            target,
            patch.limits(Webhook.Limits.DEFAULT),
            Webhook.Secrets.NONE,
            new Webhook.Times(now, now, Optional.empty(), Optional.empty()),
            0);
    WebhookSecrets.Changed made = secrets.after(patch, blank);
    return new Registered(patch.applyTo(blank, made.sealed(), now), made.shown());
  }

  /** Changes a webhook. */
  public Future<Registered> update(String id, WebhookPatch patch, String actor) {
    return change(
        id,
        actor,
        webhook -> {
          Webhook.Target target = patch.target(webhook.target());
          if (patch.url().isPresent()) {
            policy.check(target.uri());
          }
          WebhookSecrets.Changed made = secrets.after(patch, webhook);
          return new Change(
              patch.applyTo(webhook, made.sealed(), clock.instant()),
              made.shown(),
              AuditEvent.Kind.WEBHOOK_UPDATED,
              "updated");
        });
  }

  /** Gives a webhook a new signing secret; the present one signs too for a day. */
  public Future<Registered> rotateSecret(String id, String actor) {
    return change(
        id,
        actor,
        webhook -> {
          if (webhook.target().format() != WebhookFormat.STANDARD) {
            throw refused(
                Refusal.Reason.FAILED_PRECONDITION,
                "webhook "
                    + id
                    + " has the format "
                    + webhook.target().format()
                    + ", only STANDARD has a signing secret");
          }
          WebhookSecrets.Changed made = secrets.rotated(webhook, clock.instant());
          return new Change(
              changed(webhook, made.sealed(), webhook.times().deletedAt()),
              made.shown(),
              AuditEvent.Kind.WEBHOOK_UPDATED,
              "given a new signing secret");
        });
  }

  /** Deletes a webhook and its secrets; its row stays. Steps that name it fail from now on. */
  public Future<Void> delete(String id, String actor) {
    return change(
            id,
            actor,
            webhook ->
                new Change(
                    changed(webhook, Webhook.Secrets.NONE, Optional.of(clock.instant())),
                    "",
                    AuditEvent.Kind.WEBHOOK_DELETED,
                    "deleted"))
        .mapEmpty();
  }

  private Webhook changed(Webhook webhook, Webhook.Secrets sealed, Optional<Instant> deletedAt) {
    return new Webhook(
        webhook.id(),
        webhook.displayName(),
        webhook.description(),
        webhook.target(),
        webhook.limits(),
        sealed,
        new Webhook.Times(
            webhook.times().createdAt(), clock.instant(), deletedAt, webhook.times().goneAt()),
        webhook.revision() + 1);
  }

  private interface Transition {
    Change of(Webhook webhook);
  }

  private Future<Registered> change(String id, String actor, Transition transition) {
    return checked(() -> transition.of(existing(id)))
        .compose(
            change ->
                durable(
                        store.replace(
                            change.next(),
                            event(change.kind(), change.next(), change.verb(), actor)))
                    .map(
                        replaced -> {
                          if (!replaced) {
                            throw refused(
                                Refusal.Reason.ABORTED,
                                "webhook " + id + " was changed by another request; read it again");
                          }
                          return new Registered(change.next(), change.secret());
                        }));
  }

  /**
   * The webhook. Blocks.
   *
   * @throws RefusedException (NOT_FOUND) if it does not exist or is deleted
   */
  public Webhook existing(String id) {
    return store
        .find(id)
        .filter(Webhook::isActive)
        .orElseThrow(
            () ->
                refused(Refusal.Reason.NOT_FOUND, "webhook " + Quotes.of(id) + " does not exist"));
  }

  /** Runs what blocks; a value that the domain refuses is an invalid argument. */
  private <T> Future<T> checked(Callable<T> work) {
    return vertx.executeBlocking(
        () -> {
          try {
            return work.call();
          } catch (IllegalArgumentException e) {
            throw refused(Refusal.Reason.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
          }
        },
        false);
  }

  private <T> Future<T> durable(CompletionStage<T> write) {
    return Future.fromCompletionStage(write, vertx.getOrCreateContext());
  }

  private AuditEvent event(AuditEvent.Kind kind, Webhook webhook, String verb, String actor) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("webhookId", webhook.id());
    details.put("displayName", webhook.displayName());
    // Paths and queries of such URLs are often secret.
    details.put("host", EgressPolicy.hostOf(webhook.target().uri()));
    return new AuditEvent(
        UUID.randomUUID().toString(),
        kind,
        clock.instant(),
        actor,
        "",
        "webhook " + webhook.id() + " was " + verb,
        details);
  }

  private static RefusedException refused(Refusal.Reason reason, String message) {
    return new Refusal(reason, message).asException();
  }
}
