package io.spillway.engine.routing;

import io.spillway.engine.grid.ClusterSecret;
import io.spillway.engine.grid.Membership;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.Optional;

/** Authenticated requests between the members of a cluster, over the event bus. Thread-safe. */
public final class MemberRequests {
  private static final int UNAUTHENTICATED = 401;

  private final Vertx vertx;
  private final MessageAuthentication authentication;

  /**
   * @param secret of the cluster; empty if it has none
   * @param membership knows the members, whose requests are answered
   */
  public MemberRequests(Vertx vertx, Optional<ClusterSecret> secret, Membership membership) {
    this.vertx = vertx;
    authentication = new MessageAuthentication(secret, membership);
  }

  /** Starts to answer at an address of this node; requests that no member has sent fail. */
  public Future<Void> answer(String address, Handler<Message<Buffer>> requests) {
    return vertx
        .eventBus()
        .<Buffer>consumer(
            address,
            request -> {
              if (authentication.isAuthentic(request)) {
                requests.handle(request);
              } else {
                request.fail(UNAUTHENTICATED, "the message is not from a member");
              }
            })
        .completion();
  }

  /** Sends a request to an address of another node; returns the body of the answer. */
  public <T> Future<T> send(String address, Buffer body, Duration timeout) {
    DeliveryOptions options = new DeliveryOptions().setSendTimeout(timeout.toMillis());
    return vertx
        .eventBus()
        .<T>request(address, body, authentication.sign(options, address, body))
        .map(Message::body);
  }
}
