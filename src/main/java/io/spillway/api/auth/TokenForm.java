package io.spillway.api.auth;

import io.spillway.api.auth.jose.PlainText;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The form of a request to a token endpoint: each parameter once, as text (RFC 6749, 3.2). */
final class TokenForm {
  private static final String TYPE = "application/x-www-form-urlencoded";

  private final MultiMap parameters;

  private TokenForm(MultiMap parameters) {
    this.parameters = parameters;
  }

  /**
   * The form of a request whose body a BodyHandler has read.
   *
   * @throws TokenRefused if it is not well-formed
   */
  static TokenForm of(HttpServerRequest request) {
    if (!isForm(request)) {
      throw TokenRefused.invalidRequest("Content-Type must be " + TYPE);
    }
    MultiMap form = request.formAttributes();
    refuseRepeated(form);
    refuseNoText(form);
    return new TokenForm(form);
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
    return type != null && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(TYPE);
  }

  /** Throws {@link TokenRefused} if it is missing or empty. */
  String required(String name) {
    return optional(name)
        .orElseThrow(() -> TokenRefused.invalidRequest("parameter " + name + " is missing"));
  }

  /** Throws {@link TokenRefused} if it is empty. */
  Optional<String> optional(String name) {
    String value = parameters.get(name);
    if (value != null && value.isEmpty()) {
      throw TokenRefused.invalidRequest("parameter " + name + " is empty");
    }
    return Optional.ofNullable(value);
  }
}
