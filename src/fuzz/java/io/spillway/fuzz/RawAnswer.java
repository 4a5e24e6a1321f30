package io.spillway.fuzz;

import io.spillway.contract.Answered;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An answer as it came.
 *
 * @param status of it
 * @param headers by name in lower case
 * @param text its body
 * @param millis that it took
 */
record RawAnswer(int status, Map<String, String> headers, String text, long millis) {

  Answered to(Shot shot) {
    return new Answered(
        shot.method(),
        shot.path(),
        status,
        name -> Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT))),
        Optional.of(text));
  }
}
