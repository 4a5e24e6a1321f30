package io.spillway.contract;

import java.util.Optional;
import java.util.function.Function;

/**
 * An answer to a request.
 *
 * @param method of the request
 * @param path of the request as it was sent, without the query
 * @param status of the answer
 * @param headers of the answer, by name in any case
 * @param body of the answer, absent if it was not read as a whole
 */
public record Answered(
    String method,
    String path,
    int status,
    Function<String, Optional<String>> headers,
    Optional<String> body) {

  /** The media type without its parameters. */
  Optional<String> mediaType() {
    return headers.apply("content-type").map(type -> type.replaceFirst("\\s*;.*", ""));
  }
}
