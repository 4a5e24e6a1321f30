package io.spillway.api.http.route;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that changes only with the program: its type, its content plain and compressed, and the
 * headers that let clients cache it. Immutable.
 */
public final class StaticFile {
  private static final CharSequence REVALIDATE = HttpHeaders.createOptimized("no-cache");
  private static final CharSequence IMMUTABLE =
      HttpHeaders.createOptimized("public, max-age=31536000, immutable");
  private static final int DIGEST_CHARACTERS = 32;

  /** The opaque part of an entity tag. */
  private static final Pattern ENTITY_TAG = Pattern.compile("\"[^\"]*\"");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png");

  private final CharSequence contentType;
  private final Buffer plain;
  private final Buffer compressed;
  private final String tag;

  public StaticFile(CharSequence contentType, byte[] content) {
    this.contentType = contentType;
    this.plain = Buffer.buffer(content);
    this.compressed = ContentCoding.gzip(content);
    // Weak, since the compressed form has the same.
    this.tag = "W/\"" + digestOf(content) + '"';
  }

  /**
   * A file whose type follows from the extension of its name.
   *
   * @throws IllegalStateException if the extension is unknown
   */
  public static StaticFile named(String name, byte[] content) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null) {
      throw new IllegalStateException("static file " + name + " has an unknown extension");
    }
    return new StaticFile(type, content);
  }

  /**
   * Reads a resource of the class path. Blocks.
   *
   * @param name absolute, such as {@code /docs/index.html}
   * @throws IllegalStateException if it does not exist
   */
  public static byte[] resource(String name) {
    try (InputStream in = StaticFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource " + name + " is missing from the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Identifies content: half of its SHA-256 in hexadecimal digits. */
  public static String digestOf(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest).substring(0, DIGEST_CHARACTERS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends the file, or 304 if the client has it; clients revalidate it before each use. */
  public void send(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    response.putHeader(HttpHeaders.CACHE_CONTROL, REVALIDATE).putHeader(HttpHeaders.ETAG, tag);
    if (isNamedBy(request.headers().getAll(HttpHeaders.IF_NONE_MATCH))) {
      response.headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
      response.setStatusCode(304).end();
    } else {
      sendContent(request);
    }
  }

  /**
   * Whether the lines of a header If-None-Match name the tag, by the weak comparison (RFC 9110,
   * 13.1.2).
   */
  private boolean isNamedBy(List<String> lines) {
    String known = String.join(",", lines);
    if (known.strip().equals("*")) {
      return true;
    }
    Matcher tags = ENTITY_TAG.matcher(known);
    while (tags.find()) {
      if (tag.endsWith(tags.group())) {
        return true;
      }
    }
    return false;
  }

  /** Sends the file from a URL that changes with its content; clients need not revalidate it. */
  public void sendImmutable(HttpServerRequest request) {
    request.response().putHeader(HttpHeaders.CACHE_CONTROL, IMMUTABLE);
    sendContent(request);
  }

  /** Sends the file with another status than 200; clients do not keep it. */
  public void sendWithStatus(int status, HttpServerRequest request) {
    request.response().putHeader(HttpHeaders.CACHE_CONTROL, REVALIDATE).setStatusCode(status);
    sendContent(request);
  }

  private void sendContent(HttpServerRequest request) {
    request.response().putHeader(HttpHeaders.CONTENT_TYPE, contentType);
    boolean gzip = plain.length() > ContentCoding.MAX_PLAIN && ContentCoding.negotiateGzip(request);
    ResponseBodies.end(request, gzip ? compressed : plain);
  }
}
