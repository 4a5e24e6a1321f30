package io.spillway.api.http.route;

import io.spillway.api.auth.ContentType;
import io.spillway.api.http.json.Refusals;
import io.spillway.domain.automation.RefusedException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;

/**
 * Reads the JSON body of a request, up to a limit. What has arrived of it, with the copies that are
 * made of it, is held in the memory of its exchange.
 */
public final class BodyReader {
  /** Maximum size of a body with a context or a definition, in bytes. */
  public static final int MAX = 1 << 20;

  /** Maximum size of a body with reports about jobs, in bytes. */
  public static final int MAX_REPORTS = 4 << 20;

  /** Maximum size of any other body, in bytes. */
  public static final int MAX_OTHER = 64 << 10;

  /** A body is copied when it is collected, decoded, kept, and written. */
  private static final int COPIES = 5;

  private static final byte[] NONE = {};
  private static final Buffer NOTHING = Buffer.buffer(0);
  private static final String JSON = "application/json";

  private final Exchange exchange;
  private final HttpServerRequest request;
  private final int max;
  private final Promise<byte[]> body = Promise.promise();
  private Buffer collected = NOTHING;
  private int parts;

  private BodyReader(Exchange exchange, int max) {
    this.exchange = exchange;
    this.request = exchange.request();
    this.max = max;
  }

  /**
   * The body; fails with {@link HttpStatusException} if it has more than {@code max} bytes or is
   * not JSON, with a refusal (UNAVAILABLE) if there is no room for it. To be called before the
   * event loop goes on with another event, or bytes are lost.
   */
  public static Future<byte[]> read(Exchange exchange, int max) {
    HttpServerRequest request = exchange.request();
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null ? !isChunked(request) : length.equals("0")) {
      return Future.succeededFuture(NONE);
    }
    if (length != null && isTooLarge(length, max)) {
      return Future.failedFuture(tooLarge(max));
    }
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      return Future.failedFuture(
          new HttpStatusException(
              415,
              "Content-Encoding is " + Refusals.quote(encoding) + ", must be identity or absent"));
    }
    String expect = request.getHeader(HttpHeaders.EXPECT);
    if (expect != null && expect.equalsIgnoreCase("100-continue")) {
      request.response().writeContinue();
    }
    return new BodyReader(exchange, max).collect();
  }

  private Future<byte[]> collect() {
    request.handler(this::add);
    request.exceptionHandler(failure -> body.tryFail(faultOf(failure)));
    request.endHandler(end -> complete());
    return body.future();
  }

  private void add(Buffer part) {
    if (body.future().isComplete()) {
      return;
    }
    if (collected.length() + part.length() > max) {
      fail(tooLarge(max));
      return;
    }
    try {
      exchange.hold((long) COPIES * part.length());
    } catch (RefusedException e) {
      fail(e);
      return;
    }
    parts++;
    // Most bodies arrive in one part, which is not copied.
    if (parts == 1) {
      collected = part;
    } else if (parts == 2) {
      collected = Buffer.buffer().appendBuffer(collected).appendBuffer(part);
    } else {
      collected.appendBuffer(part);
    }
  }

  /** What has arrived is not needed any more, nor what still does. */
  private void fail(Throwable cause) {
    collected = NOTHING;
    body.tryFail(cause);
  }

  private void complete() {
    if (collected.length() == 0) {
      body.tryComplete(NONE);
    } else if (!isJson(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
      body.tryFail(notJson(request));
    } else if (!ContentType.isUtf8(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
      body.tryFail(
          new HttpStatusException(
              415,
              "Content-Type is "
                  + Refusals.quote(request.getHeader(HttpHeaders.CONTENT_TYPE))
                  + ", must have the charset UTF-8 or none"));
    } else {
      body.tryComplete(collected.getBytes());
    }
  }

  /** What is wrong with a request that breaks off: its connection, or else its chunks. */
  private static HttpStatusException faultOf(Throwable failure) {
    return new HttpStatusException(
        400,
        failure instanceof VertxException || failure instanceof IOException
            ? "the body is incomplete, its connection or stream was closed"
            : "the chunks of the body are malformed, must be those of RFC 9112, 7.1");
  }

  private static boolean isChunked(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_2
        ? !request.isEnded()
        : request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
  }

  private static boolean isTooLarge(String length, int max) {
    try {
      return Long.parseLong(length) > max;
    } catch (NumberFormatException e) {
      // Vert.x refuses a length that is not a number; one that overflows a long is too large.
      return true;
    }
  }

  /** A body without a Content-Type is read as JSON. */
  private static boolean isJson(String type) {
    return type == null
        || (type.regionMatches(true, 0, JSON, 0, JSON.length())
            && (type.length() == JSON.length()
                || type.charAt(JSON.length()) == ';'
                || type.charAt(JSON.length()) == ' '));
  }

  private static HttpStatusException tooLarge(int max) {
    return new HttpStatusException(413, "the body is too large, must be at most " + max + " bytes");
  }

  private static HttpStatusException notJson(HttpServerRequest request) {
    return new HttpStatusException(
        415,
        "Content-Type is "
            + Refusals.quote(request.getHeader(HttpHeaders.CONTENT_TYPE))
            + ", must be application/json");
  }
}
