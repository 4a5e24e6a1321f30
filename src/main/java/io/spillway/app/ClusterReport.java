package io.spillway.app;

import io.spillway.engine.grid.Membership;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * How the members of the cluster are, each by its own words. A member that says nothing within a
 * second is named all the same.
 */
final class ClusterReport implements Supplier<Future<JsonArray>> {
  private static final String ADDRESS = "spillway.nodes.report.";
  private static final long PATIENCE_MILLIS = 1_000;

  private final Vertx vertx;
  private final Membership membership;
  private final Supplier<Future<JsonObject>> own;

  ClusterReport(Vertx vertx, Membership membership, Supplier<Future<JsonObject>> own) {
    this.vertx = vertx;
    this.membership = membership;
    this.own = own;
  }

  /** Answers the others. */
  Future<Void> start() {
    return vertx
        .eventBus()
        .<JsonObject>consumer(
            ADDRESS + membership.localNode(),
            asked ->
                own.get()
                    .onSuccess(asked::reply)
                    .onFailure(failure -> asked.fail(500, "the node cannot tell how it is")))
        .completion();
  }

  @Override
  public Future<JsonArray> get() {
    Set<String> nodes = new TreeSet<>(membership.nodesWithData());
    nodes.add(membership.localNode());
    List<Future<JsonObject>> reports =
        nodes.stream()
            .map(node -> reportOf(node).otherwise(silent(node)).map(report -> marked(report, node)))
            .toList();
    return Future.all(reports)
        .map(all -> new JsonArray(reports.stream().map(Future::result).toList()));
  }

  private Future<JsonObject> reportOf(String node) {
    return node.equals(membership.localNode())
        ? own.get()
        : vertx
            .eventBus()
            .<JsonObject>request(
                ADDRESS + node,
                new JsonObject(),
                new DeliveryOptions().setSendTimeout(PATIENCE_MILLIS))
            .map(answer -> answer.body());
  }

  private JsonObject marked(JsonObject report, String node) {
    return report.copy().put("local", node.equals(membership.localNode()));
  }

  private static JsonObject silent(String node) {
    return new JsonObject().put("nodeId", node).put("answered", false);
  }
}
