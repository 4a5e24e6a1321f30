package io.spillway.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** Reads the JSON body of a request, up to a limit. */
final class BodyReader {
  /** The largest body, in bytes. */
  static final int LARGEST = 1 << 20;

  private static final byte[] NONE = {};
  private static final String JSON = "application/json";

  private BodyReader() {}

  /** The whole body; fails with {@link HttpFault} if it is too large or not JSON by its type. */
  static Future<byte[]> read(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null ? !isChunked(request) : length.equals("0")) {
      return Future.succeededFuture(NONE);
    }
    if (length != null && isTooLarge(length)) {
      return Future.failedFuture(tooLarge());
    }
    String expect = request.getHeader(HttpHeaders.EXPECT);
    if (expect != null && expect.equalsIgnoreCase("100-continue")) {
      request.response().writeContinue();
    }
    Promise<byte[]> body = Promise.promise();
    collect(request, body);
    return body.future();
  }

  /** How many bytes the body of a request has, or at most may have if it does not say. */
  static long mostBytesOf(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null) {
      return isChunked(request) ? LARGEST : 0;
    }
    return isTooLarge(length) ? 0 : Long.parseLong(length);
  }

  private static void collect(HttpServerRequest request, Promise<byte[]> body) {
    Buffer collected = Buffer.buffer();
    request.handler(
        part -> {
          if (collected.length() + part.length() <= LARGEST) {
            collected.appendBuffer(part);
          } else {
            body.tryFail(tooLarge());
          }
        });
    request.exceptionHandler(body::tryFail);
    request.endHandler(
        end -> {
          if (collected.length() == 0) {
            body.tryComplete(NONE);
          } else if (isJson(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
            body.tryComplete(collected.getBytes());
          } else {
            body.tryFail(notJson(request));
          }
        });
  }

  private static boolean isChunked(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_2
        ? !request.isEnded()
        : request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
  }

  private static boolean isTooLarge(String length) {
    try {
      return Long.parseLong(length) > LARGEST;
    } catch (NumberFormatException e) {
      // The server refuses a length that is no number itself; one that is no long is too large.
      return true;
    }
  }

  /** A body without a type is taken for what it can only be. */
  private static boolean isJson(String type) {
    return type == null
        || (type.regionMatches(true, 0, JSON, 0, JSON.length())
            && (type.length() == JSON.length()
                || type.charAt(JSON.length()) == ';'
                || type.charAt(JSON.length()) == ' '));
  }

  private static HttpFault tooLarge() {
    return new HttpFault(413, "the body is too large, allowed are " + LARGEST + " bytes");
  }

  private static HttpFault notJson(HttpServerRequest request) {
    return new HttpFault(
        415,
        "Content-Type is "
            + Refusals.quote(request.getHeader(HttpHeaders.CONTENT_TYPE))
            + ", allowed is application/json");
  }
}
