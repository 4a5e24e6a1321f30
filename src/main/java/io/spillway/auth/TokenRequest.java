package io.spillway.auth;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A well-formed token request (RFC 6749, 4.4.2) with one set of credentials in its body.
 *
 * @param clientId who it says it is
 * @param credentials what is to prove it
 */
record TokenRequest(String clientId, Credentials credentials) {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final int MAX_CLIENT_ID_LENGTH = 256;
  private static final List<String> CREDENTIAL_PARAMETERS =
      List.of("client_id", "client_secret", "client_assertion_type", "client_assertion");

  /** What proves who a client is. */
  sealed interface Credentials {}

  /**
   * RFC 6749, 2.3.1.
   *
   * @param value the secret itself
   */
  record Secret(String value) implements Credentials {
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
    public String toString() {
      return "Assertion[…]";
    }
  }

  /**
   * Reads a request whose body a BodyHandler has read.
   *
   * @throws TokenRefused if it is not well-formed
   */
  static TokenRequest read(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    if (request.headers().contains(HttpHeaders.AUTHORIZATION)) {
      throw TokenRefused.misplacedCredentials(
          "credentials in the Authorization header are not accepted; send client_id with"
              + " client_secret or client_assertion in the body");
    }
    refuseCredentialsIn(query(ctx));
    if (!isForm(request)) {
      throw TokenRefused.invalidRequest("Content-Type must be " + FORM);
    }
    MultiMap form = request.formAttributes();
    refuseRepeated(form);
    refuseNoText(form);
    String grant = required(form, "grant_type");
    if (!grant.equals("client_credentials")) {
      throw TokenRefused.unsupportedGrant(grant);
    }
    String clientId = required(form, "client_id");
    if (clientId.length() > MAX_CLIENT_ID_LENGTH) {
      throw TokenRefused.invalidRequest(
          "client_id has %d characters, at most %d are allowed"
              .formatted(clientId.length(), MAX_CLIENT_ID_LENGTH));
    }
    return new TokenRequest(clientId, credentials(form));
  }

  /** The client id a request names, well-formed or not. */
  static Optional<String> claimedClientId(RoutingContext ctx) {
    return Optional.ofNullable(ctx.request().formAttributes().get("client_id"));
  }

  private static Credentials credentials(MultiMap form) {
    Optional<String> secret = optional(form, "client_secret");
    Optional<String> assertion = optional(form, "client_assertion");
    Optional<String> assertionType = optional(form, "client_assertion_type");
    boolean asserts = assertion.isPresent() || assertionType.isPresent();
    if (secret.isPresent() && asserts) {
      throw TokenRefused.misplacedCredentials(
          "more than one authentication method: send either client_secret or client_assertion");
    }
    if (secret.isPresent()) {
      return new Secret(secret.get());
    }
    if (!asserts) {
      throw TokenRefused.invalidAssertion(
          "no client authentication: send client_secret, or client_assertion_type and"
              + " client_assertion");
    }
    if (!required(form, "client_assertion_type").equals(JWT_BEARER)) {
      throw TokenRefused.invalidAssertion("client_assertion_type must be " + JWT_BEARER);
    }
    return new Assertion(required(form, "client_assertion"));
  }

  private static MultiMap query(RoutingContext ctx) {
    try {
      return ctx.queryParams();
    } catch (HttpException e) {
      throw TokenRefused.invalidRequest("the query is not properly percent-encoded");
    }
  }

  private static void refuseCredentialsIn(MultiMap query) {
    for (String name : CREDENTIAL_PARAMETERS) {
      if (query.contains(name)) {
        throw TokenRefused.misplacedCredentials(
            name + " in the query is not accepted; send it in the body");
      }
    }
  }

  private static void refuseRepeated(MultiMap form) {
    for (String name : form.names()) {
      if (form.getAll(name).size() > 1) {
        throw TokenRefused.invalidRequest(
            "parameter " + PlainText.of(name, 64) + " is given more than once");
      }
    }
  }

  /** What is not UTF-8 was decoded to U+FFFD, and a database may not take a NUL. */
  private static void refuseNoText(MultiMap form) {
    for (Map.Entry<String, String> parameter : form) {
      String value = parameter.getValue();
      if (value.indexOf('\0') >= 0 || value.indexOf('\uFFFD') >= 0) {
        throw TokenRefused.invalidRequest(
            "parameter "
                + PlainText.of(parameter.getKey(), 64)
                + " holds a NUL or is not valid UTF-8, allowed is text");
      }
    }
  }

  private static boolean isForm(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    return type != null && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(FORM);
  }

  private static String required(MultiMap form, String name) {
    return optional(form, name)
        .orElseThrow(() -> TokenRefused.invalidRequest("parameter " + name + " is missing"));
  }

  private static Optional<String> optional(MultiMap form, String name) {
    String value = form.get(name);
    if (value != null && value.isEmpty()) {
      throw TokenRefused.invalidRequest("parameter " + name + " is empty");
    }
    return Optional.ofNullable(value);
  }
}
