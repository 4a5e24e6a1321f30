package io.spillway.app;

import io.spillway.api.auth.Caller;
import io.spillway.api.http.BusCallers;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.automation.RefusedException;
import io.spillway.engine.grid.ClusterSecret;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/**
 * Callers on the event bus who prove that they know the secret of the cluster: each request names a
 * client, is signed, and is good once, for a minute. See docs/event-bus.md.
 */
final class ProvenCallers implements BusCallers {
  static final String CLIENT = "spillway-client";
  static final String ID = "spillway-request";
  static final String TIME = "spillway-time";
  static final String CODE = "spillway-code";

  private static final Logger LOG = LoggerFactory.getLogger(ProvenCallers.class);
  private static final Marker REFUSED =
      MarkerFactory.getMarker("event bus request without a proven caller");

  /** How far the clock of a caller may be off. */
  private static final Duration SKEW = Duration.ofSeconds(60);

  private final Vertx vertx;
  private final ClusterSecret secret;
  private final Function<String, Future<Optional<Caller>>> clients;
  private final BiFunction<String, Duration, CompletionStage<Boolean>> useOnce;
  private final Clock clock;

  /**
   * @param clients finds an active client by its id
   * @param useOnce marks a name as used in the cluster for a period, see {@link
   *     io.spillway.engine.grid.Grid#useOnce}
   */
  ProvenCallers(
      Vertx vertx,
      ClusterSecret secret,
      Function<String, Future<Optional<Caller>>> clients,
      BiFunction<String, Duration, CompletionStage<Boolean>> useOnce,
      Clock clock) {
    this.vertx = vertx;
    this.secret = secret;
    this.clients = clients;
    this.useOnce = useOnce;
    this.clock = clock;
  }

  @Override
  public Future<Caller> callerOf(Message<?> request, Buffer body) {
    MultiMap headers = request.headers();
    String client = header(headers, CLIENT);
    String id = header(headers, ID);
    String time = header(headers, TIME);
    String head = "request\n" + request.address() + "\n" + client + "\n" + id + "\n" + time + "\n";
    if (!secret.matches(headers.get(CODE), head, body.getBytes())) {
      return refused(request, client, "it is not signed with the secret of the cluster");
    }
    if (!isRecent(time)) {
      return refused(
          request,
          client,
          TIME
              + " is "
              + time
              + ", must be within "
              + SKEW.toSeconds()
              + " s of this node's clock");
    }
    return Future.fromCompletionStage(
            useOnce.apply(client + "\n" + id, SKEW.multipliedBy(3)), vertx.getOrCreateContext())
        .compose(
            isFirst -> isFirst ? clients.apply(client) : refused(request, client, "it came before"))
        .compose(
            found ->
                found
                    .map(Future::succeededFuture)
                    .orElseGet(
                        () -> refused(request, client, "the client does not exist or is revoked")));
  }

  private boolean isRecent(String time) {
    try {
      return Duration.between(Instant.ofEpochMilli(Long.parseLong(time)), clock.instant())
              .abs()
              .compareTo(SKEW)
          <= 0;
    } catch (ArithmeticException | NumberFormatException e) {
      return false;
    }
  }

  private static <T> Future<T> refused(Message<?> request, String client, String reason) {
    LOG.warn(
        REFUSED, "A request to {} of client {} is refused: {}", request.address(), client, reason);
    RefusedException refusal =
        new Refusal(Refusal.Reason.UNAUTHENTICATED, "the request is refused: " + reason)
            .asException();
    return Future.failedFuture(refusal);
  }

  private static String header(MultiMap headers, String name) {
    String value = headers.get(name);
    return value == null ? "" : value;
  }
}
