package io.spillway.engine.webhook;

import io.spillway.domain.automation.Refusal;
import io.spillway.domain.automation.RefusedException;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/** The callback URLs: issues them, and takes what arrives there. Thread-safe. */
public final class Callbacks {
  /** Maximum size of a body, in bytes. */
  public static final int MAX_BODY = EgressExchange.MAX_BODY;

  private static final String PATH = "/api/v1/webhooks/callback/";

  private final CallbackTokens tokens;
  private final String baseUrl;
  private final CallbackReceiver receiver;

  Callbacks(SecretSealer sealer, String baseUrl, CallbackReceiver receiver) {
    this.tokens = new CallbackTokens(sealer);
    this.baseUrl = baseUrl;
    this.receiver = receiver;
  }

  String urlOf(CallbackTokens.Callback callback) {
    return baseUrl + PATH + tokens.issue(callback);
  }

  /**
   * Takes a callback.
   *
   * @param body reads the body, once the token was found good; fails as the caller wants
   * @return completes when the step was completed; fails with a refusal: NOT_FOUND for a token that
   *     was not issued here, INVALID_ARGUMENT for a body that is not JSON, FAILED_PRECONDITION if
   *     the step does not wait for it
   */
  public Future<Void> take(String token, Supplier<Future<byte[]>> body) {
    Optional<CallbackTokens.Callback> known = tokens.read(token);
    if (known.isEmpty()) {
      return refused(Refusal.Reason.NOT_FOUND, "there is no such callback");
    }
    CallbackTokens.Callback callback = known.get();
    return body.get()
        .compose(
            bytes ->
                AnswerBody.parsed(callback.format(), bytes)
                    .map(output -> complete(callback, output))
                    .orElseGet(
                        () ->
                            refused(
                                Refusal.Reason.INVALID_ARGUMENT, "the body is not valid JSON")));
  }

  private Future<Void> complete(CallbackTokens.Callback callback, byte[] output) {
    return receiver
        .received(callback.executionId(), callback.step(), callback.run(), output)
        .compose(
            taken ->
                taken
                    ? Future.succeededFuture()
                    : refused(
                        Refusal.Reason.FAILED_PRECONDITION,
                        "the callback was used before, or its time is over"));
  }

  private static Future<Void> refused(Refusal.Reason reason, String message) {
    RefusedException why = new Refusal(reason, message).asException();
    return Future.failedFuture(why);
  }
}
