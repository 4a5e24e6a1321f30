package io.spillway.engine.webhook;

import io.spillway.domain.automation.Quotes;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.automation.RefusedException;
import io.spillway.domain.execution.StepError;
import io.spillway.domain.webhook.Webhook;
import io.spillway.engine.step.StepContext;
import io.spillway.engine.step.StepExpressions;
import io.spillway.engine.step.StepKind;
import io.spillway.engine.step.StepOutcome;
import io.spillway.engine.step.StepRun;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The kind {@code webhook}: sends the payload of a step to a registered webhook. */
public final class WebhookKind implements StepKind {
  private static final String ID = "webhookId";
  private static final String ID_CEL = "webhookIdCel";
  private static final String PAYLOAD = "payload";
  private static final int ACCEPTED = 202;
  private static final int GONE = 410;

  private final WebhookCache webhooks;
  private final WebhookSender sender;
  private final Callbacks callbacks;
  private final Expression ids;
  private final Clock clock;

  WebhookKind(
      WebhookCache webhooks,
      WebhookSender sender,
      Callbacks callbacks,
      Expression ids,
      Clock clock) {
    this.webhooks = webhooks;
    this.sender = sender;
    this.callbacks = callbacks;
    this.ids = ids;
    this.clock = clock;
  }

  /** Evaluates an expression, for {@code webhookIdCel}. */
  @FunctionalInterface
  public interface Expression {
    /** The value; throws if it cannot be evaluated, with a message without values. */
    Object evaluate(String expression, StepContext context);
  }

  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public void check(JsonObject configuration, String path) {
    String id = text(configuration, ID, path);
    String cel = text(configuration, ID_CEL, path);
    if (id.isEmpty() == cel.isEmpty()) {
      throw invalid(
          path
              + (id.isEmpty() ? " has neither " : " has both ")
              + ID
              + (id.isEmpty() ? " nor " : " and ")
              + ID_CEL
              + ", must have one of them");
    }
    @Nullable Object payload = configuration.getValue(PAYLOAD);
    boolean isTemplate = payload instanceof String given && StepExpressions.isTemplate(given);
    if (payload != null && !(payload instanceof JsonObject) && !isTemplate) {
      throw invalid(
          path + "." + PAYLOAD + " is not an object, must be one or a template {{ … }} of one");
    }
  }

  private static String text(JsonObject configuration, String field, String path) {
    @Nullable Object given = configuration.getValue(field);
    if (given == null) {
      return "";
    }
    if (given instanceof String text) {
      return text;
    }
    throw invalid(path + "." + field + " is " + Quotes.of(given.toString()) + ", must be a string");
  }

  private static RefusedException invalid(String message) {
    return new Refusal(Refusal.Reason.INVALID_ARGUMENT, message).asException();
  }

  @Override
  public Future<StepOutcome> run(StepRun run) {
    JsonObject configuration = run.configuration();
    String id;
    try {
      id = idOf(configuration, run.context());
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
    @Nullable Object payload = configuration.getValue(PAYLOAD);
    if (payload != null && !(payload instanceof JsonObject)) {
      return Future.succeededFuture(
          StepOutcome.failedForGood("INVALID_PAYLOAD", "the payload is not an object"));
    }
    JsonObject given = payload == null ? new JsonObject() : (JsonObject) payload;
    return webhooks
        .find(id)
        .compose(
            found ->
                found
                    .map(webhook -> send(webhook, given, run))
                    .orElseGet(
                        () ->
                            Future.succeededFuture(
                                StepOutcome.failedForGood(
                                    "WEBHOOK_NOT_FOUND", "the webhook does not exist"))));
  }

  private String idOf(JsonObject configuration, StepContext context) {
    @Nullable Object cel = configuration.getValue(ID_CEL);
    return cel instanceof String expression && !expression.isEmpty()
        ? ids.evaluate(expression, context).toString()
        : String.valueOf(configuration.getValue(ID));
  }

  private Future<StepOutcome> send(Webhook webhook, JsonObject payload, StepRun run) {
    String callbackUrl =
        callbacks.urlOf(
            new CallbackTokens.Callback(
                webhook.target().format(), run.executionId(), run.step().index(), run.run()));
    WebhookCall call =
        new WebhookCall(
            WebhookEvent.STEP,
            run.idempotencyKey(),
            run.automationId(),
            run.executionId(),
            payload,
            callbackUrl);
    return sender
        .send(
            webhook,
            call,
            new WebhookSender.Attempt(run.step().index(), run.attempt()),
            run.cancellation())
        .map(sent -> outcomeOf(webhook, sent));
  }

  private StepOutcome outcomeOf(Webhook webhook, WebhookSender.Sent sent) {
    if (sent instanceof WebhookSender.Sent.NotYet later) {
      return new StepOutcome.Postponed(later.at());
    }
    if (sent instanceof WebhookSender.Sent.Failed failed) {
      return StepOutcome.failed(failed.cause().code(), WebhookSender.messageOf(failed.cause()));
    }
    return outcomeOf(webhook, ((WebhookSender.Sent.Answered) sent).answer());
  }

  private StepOutcome outcomeOf(Webhook webhook, EgressAnswer answer) {
    if (answer.status() == ACCEPTED) {
      return new StepOutcome.Waiting(clock.instant().plus(webhook.limits().callbackTimeout()));
    }
    if (answer.isSuccess()) {
      return new StepOutcome.Completed(AnswerBody.output(webhook.target().format(), answer.body()));
    }
    boolean isGone = answer.status() == GONE;
    return new StepOutcome.Failed(
        new StepError(
            isGone ? "GONE" : "HTTP_STATUS",
            "the webhook answered with status " + answer.status(),
            answer.status()),
        isGone ? Optional.empty() : RetryAfter.parse(answer.retryAfter(), clock.instant()),
        isGone);
  }

  @Override
  public Future<StepOutcome> resume(StepRun run) {
    return Future.succeededFuture(
        StepOutcome.failedForGood("CALLBACK_TIMEOUT", "no callback arrived in time"));
  }
}
