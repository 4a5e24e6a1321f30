package io.spillway.api.auth;

import io.spillway.api.auth.jose.PrintableAscii;
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
   * @throws TokenRequestException if it is not well-formed
   */
  static TokenForm of(HttpServerRequest request) {
    if (!isForm(request)) {
      throw TokenRequestException.invalidRequest("Content-Type must be " + TYPE);
    }
    if (!ContentType.isUtf8(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
      throw TokenRequestException.invalidRequest(
          "the charset in Content-Type must be UTF-8, or it must have none");
    }
    MultiMap form = request.formAttributes();
    requireSingleValues(form);
    requireText(form);
    return new TokenForm(form);
  }

  private static void requireSingleValues(MultiMap form) {
    for (String name : form.names()) {
      if (form.getAll(name).size() > 1) {
        throw TokenRequestException.invalidRequest(
            "parameter " + PrintableAscii.of(name, 64) + " is given more than once");
      }
    }
  }

  /** Invalid UTF-8 was decoded to U+FFFD, and PostgreSQL has no NUL. */
  private static void requireText(MultiMap form) {
    for (Map.Entry<String, String> parameter : form) {
      String value = parameter.getValue();
      if (value.indexOf('\0') >= 0 || value.indexOf('\uFFFD') >= 0) {
        throw TokenRequestException.invalidRequest(
            "parameter "
                + PrintableAscii.of(parameter.getKey(), 64)
                + " holds a NUL or is not valid UTF-8, must be text");
      }
    }
  }

  private static boolean isForm(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    return type != null && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(TYPE);
  }

  /** Throws {@link TokenRequestException} if it is missing or empty. */
  String required(String name) {
    return optional(name)
        .orElseThrow(
            () -> TokenRequestException.invalidRequest("parameter " + name + " is missing"));
  }

  /** Throws {@link TokenRequestException} if it is empty. */
  Optional<String> optional(String name) {
    String value = parameters.get(name);
    if (value != null && value.isEmpty()) {
      throw TokenRequestException.invalidRequest("parameter " + name + " is empty");
    }
    return Optional.ofNullable(value);
  }
}
