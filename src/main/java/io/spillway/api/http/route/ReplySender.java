package io.spillway.api.http.route;

import io.spillway.api.http.json.Refusals;
import io.spillway.domain.automation.RefusedException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.Optional;

/** Sends replies. */
final class ReplySender {
  /** The longest body that the event loop compresses itself, in bytes: about a millisecond. */
  private static final int MAX_COMPRESSED_HERE = 32 * 1_024;

  private static final ErrorMapping ERRORS = new ErrorMapping();

  private ReplySender() {}

  /** Sends {@code reply}, if the client is still connected. */
  static void send(Exchange exchange, Reply reply) {
    HttpServerResponse response = exchange.response();
    if (response.ended() || response.closed()) {
      if (reply instanceof Reply.Confirmed unsent) {
        unsent.lost().run();
      }
      return;
    }
    if (reply instanceof Reply.Buffered whole) {
      response.headers().set(HttpHeaders.CONTENT_TYPE, whole.contentType());
      response.setStatusCode(whole.status());
      var unused = sendBody(exchange, whole.body());
    } else if (reply instanceof Reply.Confirmed confirmed) {
      response.headers().set(HttpHeaders.CONTENT_TYPE, Reply.JSON);
      sendBody(exchange, confirmed.body())
          .onSuccess(sent -> confirmed.got().run())
          .onFailure(failure -> confirmed.lost().run());
    } else if (reply instanceof Reply.Streamed streamed) {
      response.headers().set(HttpHeaders.CONTENT_TYPE, streamed.contentType());
      stream(exchange, streamed.stream());
    } else if (reply instanceof Reply.Redirect elsewhere) {
      response.headers().set(HttpHeaders.LOCATION, elsewhere.location());
      response.headers().set(HttpHeaders.CACHE_CONTROL, "no-store");
      response.setStatusCode(302).end();
    } else if (reply instanceof Reply.File file) {
      file.file().send(exchange.request());
    } else {
      throw new IllegalStateException("unknown kind of reply: " + reply.getClass());
    }
  }

  /** Sends a body, or an error; completes when the socket has the body. */
  private static Future<Void> sendBody(Exchange exchange, Buffer body) {
    HttpServerRequest request = exchange.request();
    if (body.length() <= ContentCoding.MAX_PLAIN) {
      return ResponseBodies.end(request, body);
    }
    Optional<Runnable> giveBack = exchange.tryTake(body.length());
    if (giveBack.isEmpty()) {
      RefusedException overloaded = Refusals.overloaded();
      ERRORS.respond(request, overloaded, exchange.operation());
      return Future.failedFuture(overloaded);
    }
    return sendLong(request, body, giveBack.get());
  }

  private static Future<Void> sendLong(HttpServerRequest request, Buffer body, Runnable giveBack) {
    if (!ContentCoding.negotiateGzip(request)) {
      return end(request, body, giveBack);
    }
    if (body.length() <= MAX_COMPRESSED_HERE) {
      return end(request, ContentCoding.gzip(body.getBytes()), giveBack);
    }
    Context loop = Objects.requireNonNull(Vertx.currentContext(), "the context of a request");
    return loop.executeBlocking(() -> ContentCoding.gzip(body.getBytes()), false)
        .onFailure(
            failure -> {
              giveBack.run();
              request.response().reset();
            })
        .compose(compressed -> end(request, compressed, giveBack));
  }

  /** Sends a body; its memory is given back when the socket has it. */
  private static Future<Void> end(HttpServerRequest request, Buffer body, Runnable giveBack) {
    Future<Void> sent =
        request.response().closed()
            ? Future.failedFuture(new ClosedChannelException())
            : ResponseBodies.end(request, body);
    return sent.onComplete(done -> giveBack.run());
  }

  /** A response to HEAD does not wait for the end of the stream. */
  private static void stream(Exchange exchange, Reply.Stream stream) {
    stream.setHeaders(exchange);
    if (exchange.request().method().equals(HttpMethod.HEAD)) {
      exchange.response().end();
    } else {
      exchange.response().setChunked(true);
      stream.startOn(exchange);
    }
  }
}
