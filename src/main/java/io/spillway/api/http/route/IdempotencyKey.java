package io.spillway.api.http.route;

import io.spillway.api.auth.jose.Sha256;
import io.spillway.api.http.json.Refusals;
import io.spillway.store.RequestKey;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The header by which a client says that a request is the same as one it sent before: {@value
 * #NAME}, a text of its own choice. A key belongs to its client, operation and automation.
 */
public final class IdempotencyKey {
  static final String NAME = "Idempotency-Key";

  /** The longest key, in characters. */
  static final int MAX_LENGTH = 255;

  private static final CharSequence HEADER = HttpHeaders.createOptimized(NAME);

  private IdempotencyKey() {}

  /**
   * The key of a request, if it has one.
   *
   * @throws io.spillway.domain.automation.RefusedException if it is not as it should be
   */
  public static Optional<RequestKey> of(Call call, String operation) {
    if (call.request().getHeader(HEADER) == null) {
      return Optional.empty();
    }
    List<String> given = call.request().headers().getAll(HEADER);
    if (given.size() > 1) {
      throw Refusals.invalid(NAME + " is given " + given.size() + " times, allowed is once");
    }
    String key = requireKey(given.get(0));
    String whose = String.join("\n", call.caller().clientId(), operation, call.path("id"), key);
    return Optional.of(
        new RequestKey(
            Sha256.base64Url(whose.getBytes(StandardCharsets.UTF_8)),
            Sha256.base64Url(call.body())));
  }

  private static String requireKey(String given) {
    if (given.isEmpty() || given.length() > MAX_LENGTH) {
      throw Refusals.invalid(
          NAME + " has " + given.length() + " characters, allowed are 1 to " + MAX_LENGTH);
    }
    if (!given.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw Refusals.invalid(
          NAME + " is " + Refusals.quote(given) + ", allowed are printable ASCII characters");
    }
    return given;
  }
}
