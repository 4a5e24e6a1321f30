package io.spillway.engine.webhook;

import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One request and its answer. Owned by the event loop of its context, except where it says so. */
final class EgressExchange {
  /** Maximum size of the body of an answer, in bytes. */
  static final int MAX_BODY = 250 * 1024;

  private final EgressRequest request;
  private final Context context;
  private final Promise<EgressAnswer> answer = Promise.promise();
  private final Buffer body = Buffer.buffer();
  private @Nullable HttpClientRequest sent;

  EgressExchange(EgressRequest request, Context context) {
    this.request = request;
    this.context = context;
  }

  /** The answer; fails with {@link EgressException}. Any thread. */
  Future<EgressAnswer> answer() {
    return answer.future();
  }

  /** Sends the request on a connection that was made for it. */
  void send(HttpClientRequest connected) {
    sent = connected;
    if (answer.future().isComplete()) {
      connected.reset();
      return;
    }
    connected.exceptionHandler(this::fail);
    connected.response().onSuccess(this::read).onFailure(this::fail);
    connected.send(request.body()).onFailure(this::fail);
  }

  private void read(HttpClientResponse response) {
    if (response.statusCode() / 100 != 2) {
      // What else it says does not matter, and may be endless.
      response.exceptionHandler(closed -> {});
      complete(response);
      close();
      return;
    }
    response.handler(this::add).exceptionHandler(this::fail).endHandler(end -> complete(response));
  }

  private void add(Buffer part) {
    if (body.length() + part.length() > MAX_BODY) {
      fail(
          new EgressException(
              "ANSWER_TOO_LARGE", "the body of the answer has more than " + MAX_BODY + " bytes"));
    } else {
      body.appendBuffer(part);
    }
  }

  private void complete(HttpClientResponse response) {
    @Nullable String retryAfter = response.getHeader(HttpHeaders.RETRY_AFTER);
    answer.tryComplete(
        new EgressAnswer(
            response.statusCode(), retryAfter == null ? "" : retryAfter, body.getBytes()));
  }

  /** Ends the exchange and closes its connection. Any thread. */
  void fail(Throwable cause) {
    if (answer.tryFail(describe(cause))) {
      context.runOnContext(end -> close());
    }
  }

  private void close() {
    if (sent != null) {
      sent.reset();
    }
  }

  private static EgressException describe(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof EgressException known) {
        return known;
      }
      if (cause instanceof UnknownHostException) {
        return new EgressException("UNKNOWN_HOST", "the host of the URL has no address");
      }
      if (cause instanceof SSLException) {
        return new EgressException(
            "TLS_FAILED", "no TLS connection: " + String.valueOf(cause.getMessage()));
      }
      if (cause instanceof ConnectTimeoutException) {
        return new EgressException("TIMEOUT", "no connection in time");
      }
    }
    return new EgressException(
        "CONNECTION_FAILED", "the connection failed: " + failure.getClass().getSimpleName());
  }
}
