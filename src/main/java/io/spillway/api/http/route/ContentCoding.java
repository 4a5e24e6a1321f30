package io.spillway.api.http.route;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
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
    Optional<Boolean> named = Optional.empty();
    boolean all = false;
    for (String header : headers) {
      for (String coding : header.toLowerCase(Locale.ROOT).split(",", -1)) {
        String[] parts = coding.split(";", 2);
        String name = parts[0].strip();
        boolean wanted = parts.length == 1 || !isZero(parts[1]);
        if (name.equals("gzip") || name.equals("x-gzip")) {
          named = Optional.of(named.orElse(false) || wanted);
        } else if (name.equals("*")) {
          all = wanted;
        }
      }
    }
    return named.orElse(all);
  }

  private static boolean isZero(String parameters) {
    return parameters.replaceAll("\\s", "").matches("q=0(\\.0*)?");
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
