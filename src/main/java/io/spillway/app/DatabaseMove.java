package io.spillway.app;

import io.spillway.engine.grid.Membership;
import io.spillway.engine.routing.MemberRequests;
import io.spillway.store.Store;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
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

  private final MemberRequests requests;
  private final Membership membership;
  private final Store store;

  DatabaseMove(MemberRequests requests, Membership membership, Store store) {
    this.requests = requests;
    this.membership = membership;
    this.store = store;
  }

  /** Starts to listen to other members. */
  Future<Void> start() {
    return requests.answer(ADDRESS + membership.localNode(), this::hear);
  }

  private void hear(Message<Buffer> notice) {
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
    List<Future<Buffer>> told =
        others.stream()
            .map(node -> requests.<Buffer>send(ADDRESS + node, Buffer.buffer(server), TIMEOUT))
            .toList();
    Futures.succeeds("notice of another database server", Future.join(told), TIMEOUT);
  }
}
