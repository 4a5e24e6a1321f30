package io.spillway.api.auth;

import io.spillway.domain.automation.Refusal;
import io.spillway.domain.automation.RefusedException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives access tokens to people who come back from the identity provider: the authorization code
 * grant with PKCE and the refresh token grant (RFC 6749, 4.1.3 and 6; RFC 7636, 4.5). They are a
 * public client; what makes this server a client of the provider it adds itself. Answers errors
 * itself, as {@link TokenEndpoint} does and in the same place.
 */
final class ProviderTokenEndpoint implements Handler<RoutingContext> {
  private static final Logger LOG = LoggerFactory.getLogger(ProviderTokenEndpoint.class);
  private static final String CODE = "authorization_code";
  private static final String REFRESH = "refresh_token";
  private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

  private final Optional<ProviderSignIn> signIn;
  private final RefusalRecorder recorder;

  ProviderTokenEndpoint(Optional<ProviderSignIn> signIn, RefusalRecorder recorder) {
    this.signIn = signIn;
    this.recorder = recorder;
  }

  @Override
  public void handle(RoutingContext ctx) {
    if (ctx.failed()) {
      TokenAnswers.refuse(ctx, TokenAnswers.unreadable(ctx));
      return;
    }
    Future.succeededFuture(ctx)
        .compose(this::grantOf)
        .onSuccess(grant -> TokenAnswers.grant(ctx, json(grant)))
        .onFailure(cause -> refuse(ctx, refusalOf(cause)));
  }

  private Future<ProviderSignIn.Grant> grantOf(RoutingContext ctx) {
    ProviderSignIn provider = signIn.orElseThrow(TokenRefused::noProvider);
    TokenForm form = TokenForm.of(ctx.request());
    String grant = form.required("grant_type");
    return switch (grant) {
      case CODE ->
          provider.exchange(form.required("code"), verifierOf(form), form.required("redirect_uri"));
      case REFRESH -> provider.refresh(form.required("refresh_token"));
      default -> throw TokenRefused.unsupportedGrant(grant, CODE + " or " + REFRESH);
    };
  }

  private static String verifierOf(TokenForm form) {
    String given = form.required("code_verifier");
    if (!VERIFIER.matcher(given).matches()) {
      throw TokenRefused.invalidRequest(
          "code_verifier must be 43 to 128 letters, digits and any of - . _ ~");
    }
    return given;
  }

  private static JsonObject json(ProviderSignIn.Grant grant) {
    JsonObject token =
        new JsonObject()
            .put("access_token", grant.accessToken())
            .put("expires_in", grant.expiresInSeconds());
    grant.refreshToken().ifPresent(refreshToken -> token.put("refresh_token", refreshToken));
    return token;
  }

  private static TokenRefused refusalOf(Throwable cause) {
    if (cause instanceof TokenRefused refused) {
      return refused;
    }
    if (cause instanceof RefusedException e) {
      Refusal refusal = e.refusal();
      return refusal.reason() == Refusal.Reason.UNAVAILABLE
          ? TokenRefused.unavailable(refusal.message())
          : TokenRefused.invalidGrant(refusal.message());
    }
    LOG.error("Signing in by the identity provider failed", cause);
    return TokenRefused.serverError();
  }

  private void refuse(RoutingContext ctx, TokenRefused refused) {
    recorder
        .record(RequestOrigin.of(RequestOrigin.ANONYMOUS, ctx.request().remoteAddress()), refused)
        .onComplete(recorded -> TokenAnswers.refuse(ctx, refused));
  }
}
