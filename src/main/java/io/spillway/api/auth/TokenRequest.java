package io.spillway.api.auth;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.List;
import java.util.Optional;

/**
 * A well-formed token request (RFC 6749, 4.4.2) with one set of credentials in its body.
 *
 * @param clientId claimed
 * @param credentials not yet checked
 */
record TokenRequest(String clientId, Credentials credentials) {
  private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final int MAX_CLIENT_ID_LENGTH = 256;
  private static final List<String> CREDENTIAL_PARAMETERS =
      List.of("client_id", "client_secret", "client_assertion_type", "client_assertion");

  /** Credentials of a client. */
  sealed interface Credentials {
    /** What they are, for the system log. */
    TokenGrant grant();
  }

  /**
   * RFC 6749, 2.3.1.
   *
   * @param value the secret itself
   */
  record Secret(String value) implements Credentials {
    @Override
    public TokenGrant grant() {
      return TokenGrant.CLIENT_SECRET;
    }

    @Override
    public String toString() {
      return "Secret[…]";
    }
  }

  /**
   * RFC 7523, 2.2.
   *
   * @param jwt compact form
   */
  record Assertion(String jwt) implements Credentials {
    @Override
    public TokenGrant grant() {
      return TokenGrant.CLIENT_ASSERTION;
    }

    @Override
    public String toString() {
      return "Assertion[…]";
    }
  }

  /**
   * Reads a request whose body a BodyHandler has read.
   *
   * @throws TokenRequestException if it is not well-formed
   */
  static TokenRequest read(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    if (request.headers().contains(HttpHeaders.AUTHORIZATION)) {
      throw TokenRequestException.misplacedCredentials(
          "credentials in the Authorization header are not accepted; send client_id with"
              + " client_secret or client_assertion in the body");
    }
    refuseCredentialsIn(query(ctx));
    TokenForm form = TokenForm.of(request);
    String grant = form.required("grant_type");
    if (!grant.equals("client_credentials")) {
      throw TokenRequestException.unsupportedGrant(grant, "client_credentials");
    }
    String clientId = form.required("client_id");
    if (clientId.length() > MAX_CLIENT_ID_LENGTH) {
      throw TokenRequestException.invalidRequest(
          "client_id has %d characters, must have at most %d"
              .formatted(clientId.length(), MAX_CLIENT_ID_LENGTH));
    }
    return new TokenRequest(clientId, credentials(form));
  }

  /** The client id of a request, well-formed or not. */
  static Optional<String> claimedClientId(RoutingContext ctx) {
    return Optional.ofNullable(ctx.request().formAttributes().get("client_id"));
  }

  private static Credentials credentials(TokenForm form) {
    Optional<String> secret = form.optional("client_secret");
    Optional<String> assertion = form.optional("client_assertion");
    Optional<String> assertionType = form.optional("client_assertion_type");
    boolean asserts = assertion.isPresent() || assertionType.isPresent();
    if (secret.isPresent() && asserts) {
      throw TokenRequestException.misplacedCredentials(
          "more than one authentication method: send either client_secret or client_assertion");
    }
    if (secret.isPresent()) {
      return new Secret(secret.get());
    }
    if (!asserts) {
      throw TokenRequestException.invalidAssertion(
          "no client authentication: send client_secret, or client_assertion_type and"
              + " client_assertion");
    }
    if (!form.required("client_assertion_type").equals(JWT_BEARER)) {
      throw TokenRequestException.invalidAssertion("client_assertion_type must be " + JWT_BEARER);
    }
    return new Assertion(form.required("client_assertion"));
  }

  private static MultiMap query(RoutingContext ctx) {
    try {
      return ctx.queryParams();
    } catch (HttpException e) {
      throw TokenRequestException.invalidRequest("the query is invalid, must be percent-encoded");
    }
  }

  private static void refuseCredentialsIn(MultiMap query) {
    for (String name : CREDENTIAL_PARAMETERS) {
      if (query.contains(name)) {
        throw TokenRequestException.misplacedCredentials(
            name + " in the query is not accepted; send it in the body");
      }
    }
  }
}
