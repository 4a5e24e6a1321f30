package io.spillway.api.http.route;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/**
 * A file that changes with the program only. Clients may keep it, but ask each time whether it is
 * still the same. Immutable.
 */
public final class StaticFile {
  private static final CharSequence ASK_FIRST = HttpHeaders.createOptimized("no-cache");
  private static final CharSequence GZIP = HttpHeaders.createOptimized("gzip");
  private static final int DIGEST_CHARACTERS = 32;

  private final CharSequence contentType;
  private final Buffer plain;
  private final Buffer compressed;
  private final String tag;

  public StaticFile(CharSequence contentType, byte[] content) {
    this.contentType = contentType;
    this.plain = Buffer.buffer(content);
    this.compressed = Buffer.buffer(compress(content));
    // Weak, since the compressed form has the same.
    this.tag = "W/\"" + digestOf(content) + '"';
  }

  /** Answers with the file, or says that what the client has is still the same. */
  public void send(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    response
        .putHeader(HttpHeaders.CACHE_CONTROL, ASK_FIRST)
        .putHeader(HttpHeaders.ETAG, tag)
        .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    String known = request.getHeader(HttpHeaders.IF_NONE_MATCH);
    if (known != null && known.contains(tag)) {
      response.setStatusCode(304).end();
      return;
    }
    response.putHeader(HttpHeaders.CONTENT_TYPE, contentType);
    String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
    if (accepted != null && accepted.contains(GZIP)) {
      response.putHeader(HttpHeaders.CONTENT_ENCODING, GZIP);
      ResponseBodies.end(request, compressed.copy());
    } else {
      ResponseBodies.end(request, plain.copy());
    }
  }

  private static byte[] compress(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static String digestOf(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest).substring(0, DIGEST_CHARACTERS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
