package io.spillway.api.http.route;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Which responses are compressed: those of more than a kilobyte, for clients that accept gzip. */
final class ContentCoding {
  /** The longest body that is never compressed, in bytes. */
  static final int MAX_PLAIN = 1_024;

  private static final CharSequence GZIP = HttpHeaders.createOptimized("gzip");

  private ContentCoding() {}

  /**
   * Decides whether a body that is long enough is compressed, and sets the headers accordingly:
   * Vary in any case, Content-Encoding if it is.
   */
  static boolean negotiateGzip(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    // Another header of this name may have been set.
    response.headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    boolean accepted = acceptsGzip(request.headers().getAll(HttpHeaders.ACCEPT_ENCODING));
    if (accepted) {
      response.headers().set(HttpHeaders.CONTENT_ENCODING, GZIP);
    }
    return accepted;
  }

  /** Whether the headers Accept-Encoding name gzip, or all, with a weight (RFC 9110, 12.5.3). */
  static boolean acceptsGzip(Iterable<String> headers) {
    WeightedValues codings = WeightedValues.of(headers);
    return Stream.of("gzip", "x-gzip")
            .flatMapToDouble(name -> codings.weightOf(name).stream())
            .max()
            .orElse(codings.weightOf("*").orElse(0))
        > 0;
  }

  static Buffer gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Buffer.buffer(bytes.toByteArray());
  }
}
