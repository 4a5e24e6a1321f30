package io.spillway.api.auth;

import io.spillway.store.IdentityStore.Client;
import io.spillway.store.StoreException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives access tokens to clients: the client credentials grant of RFC 6749, 4.4, with the
 * credentials in the body. Answers errors itself, as RFC 6749, 5.2: it wants to be the handler that
 * follows {@link #form}, and the failure handler of both.
 */
public final class TokenEndpoint implements Handler<RoutingContext> {
  /** Where it is served, by POST. */
  public static final String PATH = "/auth/v1/token";

  private static final Logger LOG = LoggerFactory.getLogger(TokenEndpoint.class);
  private static final int MAX_BODY_BYTES = 32 * 1024;

  private final SecretLogin secrets;
  private final AssertionLogin assertions;
  private final Audiences audiences;
  private final AccessTokens tokens;
  private final RefusalRecorder recorder;

  TokenEndpoint(
      SecretLogin secrets,
      AssertionLogin assertions,
      Audiences audiences,
      AccessTokens tokens,
      RefusalRecorder recorder) {
    this.secrets = secrets;
    this.assertions = assertions;
    this.audiences = audiences;
    this.tokens = tokens;
    this.recorder = recorder;
  }

  /** Reads the form before this endpoint looks at it, up to {@value #MAX_BODY_BYTES} bytes. */
  public static Handler<RoutingContext> form() {
    // Were form attributes merged into the parameters, a query that cannot be decoded would throw
    // inside the body handler and leave the request without an answer.
    return BodyHandler.create(false).setMergeFormAttributes(false).setBodyLimit(MAX_BODY_BYTES);
  }

  @Override
  public void handle(RoutingContext ctx) {
    if (ctx.failed()) {
      TokenAnswers.refuse(ctx, TokenAnswers.unreadable(ctx));
      return;
    }
    Future.succeededFuture(ctx)
        .map(TokenRequest::read)
        .compose(request -> authenticate(request, ctx))
        .map(tokens::issue)
        .onSuccess(token -> grant(ctx, token))
        .onFailure(cause -> refuse(ctx, cause));
  }

  private Future<Client> authenticate(TokenRequest request, RoutingContext ctx) {
    if (request.credentials() instanceof TokenRequest.Assertion assertion) {
      return assertions.authenticate(
          request.clientId(), assertion.jwt(), audiences.of(ctx.request()));
    }
    TokenRequest.Secret secret = (TokenRequest.Secret) request.credentials();
    return secrets.authenticate(
        RequestOrigin.of(request.clientId(), ctx.request().remoteAddress()), secret.value());
  }

  private void grant(RoutingContext ctx, String token) {
    TokenAnswers.grant(
        ctx,
        new JsonObject().put("access_token", token).put("expires_in", tokens.lifetimeSeconds()));
  }

  private void refuse(RoutingContext ctx, Throwable cause) {
    if (cause instanceof TokenRefused refused) {
      record(ctx, refused).onComplete(v -> TokenAnswers.refuse(ctx, refused));
    } else if (cause instanceof CompletionException wrapped && wrapped.getCause() != null) {
      refuse(ctx, wrapped.getCause());
    } else if (cause instanceof StoreException) {
      LOG.warn("A token request is refused, the store does not answer: {}", cause.getMessage());
      TokenAnswers.refuse(ctx, TokenRefused.unavailable());
    } else {
      LOG.error("A token request failed", cause);
      TokenAnswers.refuse(ctx, TokenRefused.serverError());
    }
  }

  private Future<Void> record(RoutingContext ctx, TokenRefused refused) {
    String claimed = TokenRequest.claimedClientId(ctx).orElse(RequestOrigin.ANONYMOUS);
    return recorder.record(RequestOrigin.of(claimed, ctx.request().remoteAddress()), refused);
  }
}
