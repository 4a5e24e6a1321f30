package io.spillway.fuzz;

import io.spillway.contract.Answered;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An answer as it came.
 *
 * @param status of it
 * @param headers by name in lower case
 * @param content of its body
 * @param millis that it took
 */
record RawAnswer(int status, Map<String, String> headers, byte[] content, long millis) {

  String text() {
    return new String(content, StandardCharsets.UTF_8);
  }

  Answered to(Shot shot) {
    return new Answered(
        shot.method(),
        shot.path(),
        status,
        name -> Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT))),
        Optional.of(text()));
  }
}
