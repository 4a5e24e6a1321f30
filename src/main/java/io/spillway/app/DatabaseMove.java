package io.spillway.app;

import io.spillway.engine.grid.Membership;
import io.spillway.engine.routing.MessageAuthentication;
import io.spillway.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells the other members that the database has moved to another server, before this one works with
 * it: otherwise one that has not noticed would go on to read from the server before, and not see
 * what this one acknowledges. A member that does not answer in time is not waited for; it notices
 * by itself within seconds.
 */
final class DatabaseMove {
  static final String ADDRESS = "spillway.store.moved.";
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final Store store;
  private final Membership membership;
  private final MessageAuthentication authentication;

  DatabaseMove(
      Vertx vertx, Store store, Membership membership, MessageAuthentication authentication) {
    this.vertx = vertx;
    this.store = store;
    this.membership = membership;
    this.authentication = authentication;
  }

  /** Starts to listen to other members. */
  Future<Void> start() {
    return vertx
        .eventBus()
        .<Buffer>consumer(ADDRESS + membership.localNode(), this::hear)
        .completion();
  }

  private void hear(Message<Buffer> notice) {
    if (!authentication.isAuthentic(notice)) {
      notice.fail(401, "the message is not from a member");
      return;
    }
    store.lookAgain(notice.body().toString());
    notice.reply(Buffer.buffer());
  }

  /**
   * Tells the others and waits until they refuse to read. Blocks.
   *
   * @param server the new one, as {@link Store#onMoved} tells it
   */
  void tell(String server) {
    Set<String> others = new TreeSet<>(membership.nodesWithData());
    others.remove(membership.localNode());
    List<Future<Void>> told = others.stream().map(node -> tell(node, server)).toList();
    Futures.succeeds("notice of another database server", Future.join(told), TIMEOUT);
  }

  private Future<Void> tell(String node, String server) {
    String address = ADDRESS + node;
    Buffer body = Buffer.buffer(server);
    DeliveryOptions options = new DeliveryOptions().setSendTimeout(TIMEOUT.toMillis());
    return vertx
        .eventBus()
        .<Buffer>request(address, body, authentication.sign(options, address, body))
        .mapEmpty();
  }
}
