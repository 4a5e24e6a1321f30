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
 * Issues access tokens to users of the identity provider: the authorization code grant with PKCE
 * and the refresh token grant (RFC 6749, 4.1.3 and 6; RFC 7636, 4.5). The browser is a public
 * client; this server adds its own client credentials of the provider. Also the failure handler of
 * its route, as {@link TokenEndpoint}.
 */
final class ProviderTokenEndpoint implements Handler<RoutingContext> {
  private static final Logger LOG = LoggerFactory.getLogger(ProviderTokenEndpoint.class);
  private static final String CODE = "authorization_code";
  private static final String REFRESH = "refresh_token";
  private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

  private final Optional<ProviderSignIn> signIn;
  private final AccessRecorder recorder;

  ProviderTokenEndpoint(Optional<ProviderSignIn> signIn, AccessRecorder recorder) {
    this.signIn = signIn;
    this.recorder = recorder;
  }

  @Override
  public void handle(RoutingContext ctx) {
    if (ctx.failed()) {
      TokenResponses.refuse(ctx, TokenResponses.unreadable(ctx));
      return;
    }
    Future.succeededFuture(ctx)
        .compose(this::grantOf)
        .onSuccess(grant -> TokenResponses.grant(ctx, json(grant)))
        .onFailure(cause -> refuse(ctx, refusalOf(cause)));
  }

  private Future<ProviderSignIn.Grant> grantOf(RoutingContext ctx) {
    ProviderSignIn provider = signIn.orElseThrow(TokenRequestException::noProviderConfigured);
    TokenForm form = TokenForm.of(ctx.request());
    String grant = form.required("grant_type");
    return switch (grant) {
      case CODE ->
          provider
              .exchange(form.required("code"), verifierOf(form), form.required("redirect_uri"))
              .onSuccess(issued -> record(ctx, issued, TokenGrant.AUTHORIZATION_CODE));
      case REFRESH ->
          provider
              .refresh(form.required("refresh_token"))
              .onSuccess(issued -> record(ctx, issued, TokenGrant.REFRESH_TOKEN));
      default -> throw TokenRequestException.unsupportedGrant(grant, CODE + " or " + REFRESH);
    };
  }

  private void record(RoutingContext ctx, ProviderSignIn.Grant issued, TokenGrant grant) {
    recorder.issued(ctx.request(), issued.actor(), grant);
  }

  private static String verifierOf(TokenForm form) {
    String given = form.required("code_verifier");
    if (!VERIFIER.matcher(given).matches()) {
      throw TokenRequestException.invalidRequest(
          "code_verifier is invalid, must be 43 to 128 letters, digits and any of - . _ ~");
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

  private static TokenRequestException refusalOf(Throwable cause) {
    if (cause instanceof TokenRequestException refused) {
      return refused;
    }
    if (cause instanceof RefusedException e) {
      Refusal refusal = e.refusal();
      return refusal.reason() == Refusal.Reason.UNAVAILABLE
          ? TokenRequestException.unavailable(refusal.message())
          : TokenRequestException.invalidGrant(refusal.message());
    }
    LOG.error("Signing in at the identity provider failed", cause);
    return TokenRequestException.serverError();
  }

  private void refuse(RoutingContext ctx, TokenRequestException refused) {
    recorder.refused(ctx.request(), RequestOrigin.ANONYMOUS, refused);
    TokenResponses.refuse(ctx, refused);
  }
}
