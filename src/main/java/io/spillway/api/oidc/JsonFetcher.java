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
 * not the whole; vertx-auth limits neither size nor time.
 */
final class JsonFetcher {
  static final int MAX_BYTES = 256 * 1024;

  private static final int OK = 200;

  private final Vertx vertx;
  private final long limitMillis;

  /**
   * @param limit for one document, from the look-up of the host to the last byte
   */
  JsonFetcher(Vertx vertx, Duration limit) {
    this.vertx = vertx;
    this.limitMillis = limit.toMillis();
  }

  /** Fails with {@link ProviderException} that says which document and why. */
  Future<JsonObject> read(URI url) {
    Promise<JsonObject> document = Promise.promise();
    // On the thread of the connection, lest an answer has passed by before it is listened to.
    vertx.getOrCreateContext().runOnContext(start -> readHere(url).onComplete(document));
    return document.future();
  }

  private Future<JsonObject> readHere(URI url) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(url.toString())
            .setFollowRedirects(false)
            .setConnectTimeout(limitMillis)
            .putHeader("Accept", "application/json");
    // One client for one document: its connection ends with it, also when it took too long.
    HttpClient client = vertx.createHttpClient(new HttpClientOptions().setKeepAlive(false));
    return Future.succeededFuture(options)
        .compose(client::request)
        .compose(HttpClientRequest::send)
        .compose(JsonFetcher::body)
        .timeout(limitMillis, TimeUnit.MILLISECONDS)
        .eventually(client::close)
        .map(JsonFetcher::json)
        .recover(cause -> Future.failedFuture(new ProviderException(url + ": " + reason(cause))));
  }

  private static Future<Buffer> body(HttpClientResponse response) {
    if (response.statusCode() != OK) {
      // The connection is closed on it, which is no news.
      response.exceptionHandler(closed -> {});
      return Future.failedFuture(
          new ProviderException("answered with status " + response.statusCode()));
    }
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    response
        .handler(
            part -> {
              if (body.length() + part.length() > MAX_BYTES) {
                whole.tryFail(new ProviderException("is longer than " + MAX_BYTES + " bytes"));
              } else {
                body.appendBuffer(part);
              }
            })
        .exceptionHandler(whole::tryFail)
        .endHandler(end -> whole.tryComplete(body));
    return whole.future();
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
