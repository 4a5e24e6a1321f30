package io.spillway.api.auth;

import io.spillway.store.IdentityStore.Client;
import io.spillway.store.StoreException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Issues access tokens to clients: the client credentials grant (RFC 6749, 4.4) with the
 * credentials in the body. Handles its errors by RFC 6749, 5.2: to be mounted after {@link #form},
 * and as the failure handler of both.
 */
public final class TokenEndpoint implements Handler<RoutingContext> {
  /** Where it is served, by POST. */
  public static final String PATH = "/auth/v1/token";

  private static final Logger LOG = LoggerFactory.getLogger(TokenEndpoint.class);

  private static final int MAX_BODY_BYTES = 32 * 1024;

  /** A form is kept as received, as attributes, and as credentials. */
  private static final int FORM_COPIES = 3;

  private static final Pattern SHORT = Pattern.compile("[0-9]{1,4}");

  private final SecretLogin secrets;
  private final AssertionLogin assertions;
  private final Set<String> audiences;
  private final AccessTokens tokens;
  private final AccessRecorder recorder;

  TokenEndpoint(
      SecretLogin secrets,
      AssertionLogin assertions,
      Audiences audiences,
      AccessTokens tokens,
      AccessRecorder recorder) {
    this.secrets = secrets;
    this.assertions = assertions;
    this.audiences = audiences.names();
    this.tokens = tokens;
    this.recorder = recorder;
  }

  /** Reads the form of a request, up to {@value #MAX_BODY_BYTES} bytes. */
  public static Handler<RoutingContext> form() {
    // If form attributes were merged into the parameters, an invalid query would throw inside the
    // body handler, and the request would never be answered.
    return BodyHandler.create(false).setMergeFormAttributes(false).setBodyLimit(MAX_BODY_BYTES);
  }

  /** How much memory the form of a request may take, in bytes. */
  public static long memoryOf(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    boolean isShort = length != null && SHORT.matcher(length).matches();
    return (long) FORM_COPIES * (isShort ? Integer.parseInt(length) : MAX_BODY_BYTES);
  }

  @Override
  public void handle(RoutingContext ctx) {
    if (ctx.failed()) {
      TokenResponses.refuse(ctx, TokenResponses.unreadable(ctx));
      return;
    }
    Future.succeededFuture(ctx)
        .map(TokenRequest::read)
        .compose(
            request ->
                authenticate(request).map(client -> issue(ctx, client, request.credentials())))
        .onSuccess(token -> grant(ctx, token))
        .onFailure(cause -> refuse(ctx, cause));
  }

  private Future<Client> authenticate(TokenRequest request) {
    if (request.credentials() instanceof TokenRequest.Assertion assertion) {
      return assertions.authenticate(request.clientId(), assertion.jwt(), audiences);
    }
    TokenRequest.Secret secret = (TokenRequest.Secret) request.credentials();
    return secrets.authenticate(request.clientId(), secret.value());
  }

  private String issue(RoutingContext ctx, Client client, TokenRequest.Credentials credentials) {
    String token = tokens.issue(client);
    recorder.issued(ctx.request(), client.id(), credentials.grant());
    return token;
  }

  private void grant(RoutingContext ctx, String token) {
    TokenResponses.grant(
        ctx,
        new JsonObject().put("access_token", token).put("expires_in", tokens.lifetimeSeconds()));
  }

  private void refuse(RoutingContext ctx, Throwable cause) {
    if (cause instanceof TokenRequestException refused) {
      recorder.refused(
          ctx.request(),
          TokenRequest.claimedClientId(ctx).orElse(RequestOrigin.ANONYMOUS),
          refused);
      TokenResponses.refuse(ctx, refused);
    } else if (cause instanceof CompletionException wrapped && wrapped.getCause() != null) {
      refuse(ctx, wrapped.getCause());
    } else if (cause instanceof StoreException) {
      LOG.warn(
          StoreException.UNAVAILABLE,
          "A token request is refused since the store failed: {}",
          cause.getMessage());
      TokenResponses.refuse(ctx, TokenRequestException.unavailable());
    } else {
      LOG.error("A token request failed", cause);
      TokenResponses.refuse(ctx, TokenRequestException.serverError());
    }
  }
}
