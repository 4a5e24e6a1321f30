package io.spillway.api.http;

import io.spillway.api.auth.ProviderSignIn;
import io.spillway.api.http.json.Fields;
import io.spillway.api.http.json.Refusals;
import io.spillway.api.http.route.QueryParameters;
import io.spillway.api.http.route.Reply;
import io.spillway.domain.automation.Refusal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Starts the sign-in at an identity provider: redirects the browser to it. */
final class SignInHandler {
  private static final Pattern STATE = Pattern.compile("[A-Za-z0-9._~-]{16,256}");
  private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final String METHOD = "S256";
  private static final int MAX_URI = 2_048;

  private final Optional<ProviderSignIn> provider;

  SignInHandler(Optional<ProviderSignIn> provider) {
    this.provider = provider;
  }

  /** The handlers by operation id. */
  Map<String, Function<RoutingContext, Future<Reply>>> byId() {
    return Map.of("getIdentityProvider", context -> describe(), "startProviderSignIn", this::start);
  }

  private Future<Reply> describe() {
    String issuer = provider.map(ProviderSignIn::issuer).orElse("");
    return Future.succeededFuture(
        Reply.ok(new JsonObject().put("signInIssuer", issuer).toBuffer()));
  }

  private Future<Reply> start(RoutingContext context) {
    ProviderSignIn signIn =
        provider.orElseThrow(
            () ->
                new Refusal(Refusal.Reason.NOT_FOUND, ProviderSignIn.NONE_CONFIGURED)
                    .asException());
    Fields query = Fields.of(QueryParameters.of(context.request()));
    String method = query.text("code_challenge_method");
    if (!method.equals(METHOD)) {
      throw Refusals.mustBe("code_challenge_method", Refusals.quote(method), METHOD);
    }
    return Future.succeededFuture(
        new Reply.Redirect(
            signIn.addressFor(
                redirectUri(query),
                matching(STATE, query, "state", "16 to 256 letters, digits and any of - . _ ~"),
                matching(
                    CHALLENGE,
                    query,
                    "code_challenge",
                    "a SHA-256 digest in base64url, 43 characters"))));
  }

  private static String redirectUri(Fields query) {
    String given = query.text("redirect_uri");
    try {
      URI uri = new URI(given);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawFragment() == null
          && given.length() <= MAX_URI) {
        return given;
      }
    } catch (URISyntaxException e) {
      // Refused below, like any other invalid URL.
    }
    throw Refusals.mustBe(
        "redirect_uri",
        Refusals.quote(given),
        "an http or https URL of at most " + MAX_URI + " characters, without user and fragment");
  }

  private static String matching(Pattern allowed, Fields query, String name, String described) {
    String given = query.text(name);
    if (!allowed.matcher(given).matches()) {
      throw Refusals.mustBe(name, Refusals.quote(given), described);
    }
    return given;
  }
}
