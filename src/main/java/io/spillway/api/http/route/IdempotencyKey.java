package io.spillway.api.http.route;

import io.spillway.api.auth.jose.Sha256;
import io.spillway.api.http.json.Refusals;
import io.spillway.store.RequestKey;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The header {@value #NAME}, by which a client marks a request as a repetition of an earlier one.
 * Keys are scoped to client, operation and automation.
 */
public final class IdempotencyKey {
  static final String NAME = "Idempotency-Key";

  /** Maximum length of a key, in characters. */
  static final int MAX_LENGTH = 255;

  private static final CharSequence HEADER = HttpHeaders.createOptimized(NAME);

  private IdempotencyKey() {}

  /**
   * The key of a request, if it has one.
   *
   * @throws io.spillway.domain.automation.RefusedException if it is malformed
   */
  public static Optional<RequestKey> of(ApiRequest request, String operation) {
    if (request.http().getHeader(HEADER) == null) {
      return Optional.empty();
    }
    List<String> given = request.http().headers().getAll(HEADER);
    if (given.size() > 1) {
      throw Refusals.invalid(NAME + " is given " + given.size() + " times, must be given once");
    }
    String key = requireKey(given.get(0));
    String scoped =
        String.join("\n", request.caller().clientId(), operation, request.path("id"), key);
    return Optional.of(
        new RequestKey(
            Sha256.base64Url(scoped.getBytes(StandardCharsets.UTF_8)),
            Sha256.base64Url(request.body())));
  }

  private static String requireKey(String given) {
    if (given.isEmpty() || given.length() > MAX_LENGTH) {
      throw Refusals.invalid(
          NAME + " has " + given.length() + " characters, must be 1 to " + MAX_LENGTH);
    }
    if (!given.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw Refusals.mustBe(NAME, Refusals.quote(given), "printable ASCII characters");
    }
    return given;
  }
}
