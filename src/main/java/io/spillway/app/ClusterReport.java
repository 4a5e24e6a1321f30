package io.spillway.app;

import io.spillway.engine.grid.Membership;
import io.spillway.engine.routing.MemberRequests;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Collects the status of all members. A member that does not answer within a second is listed as
 * not answered.
 */
final class ClusterReport implements Supplier<Future<JsonArray>> {
  private static final String ADDRESS = "spillway.nodes.report.";
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private final MemberRequests requests;
  private final Membership membership;
  private final ClusterClocks clocks;
  private final Supplier<Future<JsonObject>> own;

  ClusterReport(
      MemberRequests requests,
      Membership membership,
      ClusterClocks clocks,
      Supplier<Future<JsonObject>> own) {
    this.requests = requests;
    this.membership = membership;
    this.clocks = clocks;
    this.own = own;
  }

  /** Starts to answer other members, and to compare clocks. */
  Future<Void> start() {
    return requests
        .answer(ADDRESS + membership.localNode(), this::answer)
        .compose(listening -> clocks.start());
  }

  private void answer(Message<Buffer> request) {
    own.get()
        .onSuccess(request::reply)
        .onFailure(failure -> request.fail(500, "the status is not available"));
  }

  @Override
  public Future<JsonArray> get() {
    Set<String> nodes = new TreeSet<>(membership.nodesWithData());
    nodes.add(membership.localNode());
    List<Future<JsonObject>> reports =
        nodes.stream()
            .map(
                node ->
                    reportOf(node).otherwise(unanswered(node)).map(report -> marked(report, node)))
            .toList();
    return Future.all(reports)
        .map(all -> new JsonArray(reports.stream().map(Future::result).toList()));
  }

  private Future<JsonObject> reportOf(String node) {
    return node.equals(membership.localNode())
        ? own.get()
        : requests.send(ADDRESS + node, Buffer.buffer(), TIMEOUT);
  }

  private JsonObject marked(JsonObject report, String node) {
    JsonObject marked = report.copy().put("local", node.equals(membership.localNode()));
    clocks
        .of(node)
        .ifPresent(
            difference ->
                marked
                    .put("clockAheadMs", difference.aheadMillis())
                    .put("clockErrorMs", difference.errorMillis()));
    return marked;
  }

  private static JsonObject unanswered(String node) {
    return new JsonObject().put("nodeId", node).put("answered", false);
  }
}
