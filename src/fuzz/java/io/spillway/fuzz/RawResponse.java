package io.spillway.fuzz;

import io.spillway.contract.Answered;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A response before it is checked.
 *
 * @param status of it
 * @param headers by name in lower case
 * @param text its body
 * @param millis that it took
 */
record RawResponse(int status, Map<String, String> headers, String text, long millis) {

  Answered to(FuzzRequest request) {
    return new Answered(
        request.method(),
        request.path(),
        status,
        name -> Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT))),
        Optional.of(text));
  }
}
