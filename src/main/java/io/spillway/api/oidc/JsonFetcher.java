package io.spillway.api.oidc;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Fetches JSON documents over HTTP: no redirects, at most {@value #MAX_BYTES} bytes, within a time
 * limit. Certificates are checked against the trust store of the JVM.
 *
 * <p>Not by a library: jose4j's HttpsJwks follows redirects and limits the time between two bytes,
 * not the total; vertx-auth limits neither size nor time.
 */
final class JsonFetcher {
  static final int MAX_BYTES = 256 * 1024;

  private static final int OK = 200;

  private final Vertx vertx;
  private final long timeoutMillis;

  /**
   * @param timeout for one document, from resolving the host to the last byte
   */
  JsonFetcher(Vertx vertx, Duration timeout) {
    this.vertx = vertx;
    this.timeoutMillis = timeout.toMillis();
  }

  /** Fails with {@link ProviderException} that names the URL and the cause. */
  Future<JsonObject> read(URI url) {
    Promise<JsonObject> document = Promise.promise();
    // On the event loop of the connection, so that no part of the response is missed.
    vertx.getOrCreateContext().runOnContext(start -> readOnContext(url).onComplete(document));
    return document.future();
  }

  private Future<JsonObject> readOnContext(URI url) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(url.toString())
            .setFollowRedirects(false)
            .setConnectTimeout(timeoutMillis)
            .putHeader("Accept", "application/json");
    // One client per document: closing it ends the connection, also after a timeout.
    HttpClient client = vertx.createHttpClient(new HttpClientOptions().setKeepAlive(false));
    return Future.succeededFuture(options)
        .compose(client::request)
        .compose(HttpClientRequest::send)
        .compose(JsonFetcher::body)
        .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
        .eventually(client::close)
        .map(JsonFetcher::json)
        .recover(cause -> Future.failedFuture(new ProviderException(url + ": " + reason(cause))));
  }

  private static Future<Buffer> body(HttpClientResponse response) {
    if (response.statusCode() != OK) {
      // Ignores that the connection is closed below.
      response.exceptionHandler(closed -> {});
      return Future.failedFuture(
          new ProviderException("answered with status " + response.statusCode()));
    }
    Promise<Buffer> received = Promise.promise();
    Buffer body = Buffer.buffer();
    response
        .handler(
            part -> {
              if (body.length() + part.length() > MAX_BYTES) {
                received.tryFail(new ProviderException("is longer than " + MAX_BYTES + " bytes"));
              } else {
                body.appendBuffer(part);
              }
            })
        .exceptionHandler(received::tryFail)
        .endHandler(end -> received.tryComplete(body));
    return received.future();
  }

  private static JsonObject json(Buffer body) {
    try {
      return new JsonObject(body);
    } catch (DecodeException | ClassCastException e) {
      throw new ProviderException("is not a JSON object");
    }
  }

  private static String reason(Throwable cause) {
    return cause instanceof ProviderException ? String.valueOf(cause.getMessage()) : "" + cause;
  }
}
