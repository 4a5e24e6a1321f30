package io.spillway.api.http.route;

import io.spillway.api.auth.Caller;
import io.spillway.api.http.json.Fields;
import io.spillway.api.http.json.JsonDecoder;
import io.spillway.api.http.json.KnownFields;
import io.spillway.api.http.json.ValidText;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * An authenticated request to an operation of the API.
 *
 * @param exchange the request as received, and its memory
 * @param parameters of the path, percent-decoded
 * @param caller the authenticated client
 * @param body as received, empty if there is none
 * @param known fields of the body
 * @param vertx to run on
 */
@SuppressWarnings("ArrayRecordComponent") // Up to 1 MiB: passed on, not copied.
public record ApiRequest(
    Exchange exchange,
    Map<String, String> parameters,
    Caller caller,
    byte[] body,
    KnownFields known,
    Vertx vertx) {
  /** A body as a tree takes up to so many times its size: think of {@code [1,1,1,…]}. */
  private static final int TREE = 24;

  /** The request as received. */
  public HttpServerRequest http() {
    return exchange.request();
  }

  /** Whether its client has not left. Any thread. */
  public boolean isWaitedFor() {
    return !exchange.isEnded();
  }

  /**
   * Takes memory until the response is sent. Any thread.
   *
   * @throws io.spillway.domain.automation.RefusedException (UNAVAILABLE) if there is no room
   */
  public void hold(long bytes) {
    exchange.hold(bytes);
  }

  /**
   * A parameter of the path.
   *
   * @throws io.spillway.domain.automation.RefusedException if it is not valid text
   */
  public String path(String name) {
    return ValidText.require(name, Objects.requireNonNull(parameters.get(name), name));
  }

  /** Makes a read for the response when it is the turn of this client. */
  public <T> Future<T> inTurn(Supplier<Future<T>> read) {
    return exchange.inTurn(vertx.getOrCreateContext(), read);
  }

  /**
   * Reads the body; if it is large, on a thread beside the event loop, which goes on with other
   * requests. At most one is read at a time for each event loop.
   */
  public <T> Future<T> read(Callable<T> reading) {
    if (body.length > BodyReader.MAX_OTHER) {
      return vertx.executeBlocking(reading);
    }
    try {
      return Future.succeededFuture(reading.call());
    } catch (Exception e) {
      return Future.failedFuture(e);
    }
  }

  /**
   * The body as fields.
   *
   * @throws io.spillway.domain.automation.RefusedException if it has a field that the operation
   *     refuses
   */
  public Fields fields() {
    if (body.length > BodyReader.MAX_OTHER) {
      hold((long) TREE * body.length);
    }
    return Fields.of(known.require(JsonDecoder.decode(body)));
  }
}
