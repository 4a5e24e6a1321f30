package io.spillway.app;

import io.spillway.engine.routing.MemberRequests;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures how much the clocks of the other members differ from that of this node: asks each for
 * its time, every ten seconds. Warns once if one differs by more than {@link #LIMIT}. Thread-safe.
 */
final class ClusterClocks {
  static final Duration LIMIT = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(ClusterClocks.class);
  private static final String ADDRESS = "spillway.nodes.clock.";
  private static final long INTERVAL_MILLIS = 10_000;
  private static final long FIRST_MILLIS = 1_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final String localNode;
  private final Supplier<Set<String>> nodes;
  private final MemberRequests requests;
  private final Clock clock;
  private final Map<String, ClockDifference> differences = new ConcurrentHashMap<>();
  private final Set<String> warnedOf = ConcurrentHashMap.newKeySet();

  /**
   * @param localNode the id of this node
   * @param nodes the ids of all members, this node included or not
   */
  ClusterClocks(
      Vertx vertx,
      String localNode,
      Supplier<Set<String>> nodes,
      MemberRequests requests,
      Clock clock) {
    this.vertx = vertx;
    this.localNode = localNode;
    this.nodes = nodes;
    this.requests = requests;
    this.clock = clock;
  }

  /** Answers other members, and asks them from now on. */
  Future<Void> start() {
    vertx.setPeriodic(FIRST_MILLIS, INTERVAL_MILLIS, tick -> measure());
    return requests.answer(ADDRESS + localNode, request -> request.reply(clock.millis()));
  }

  /** How much the clock of a member differs; empty if it was not measured yet. */
  Optional<ClockDifference> of(String node) {
    return Optional.ofNullable(differences.get(node));
  }

  /** How far this clock is ahead of the one that is most behind; zero if it is itself. */
  Duration aheadOfOthers() {
    long ahead = 0;
    for (ClockDifference difference : differences.values()) {
      ahead = Math.max(ahead, -difference.aheadMillis());
    }
    return Duration.ofMillis(ahead);
  }

  /** Asks every other member once; completes when each has answered or failed to. */
  Future<Void> measure() {
    Set<String> others = new HashSet<>(nodes.get());
    others.remove(localNode);
    differences.keySet().retainAll(others);
    warnedOf.retainAll(others);
    return Future.join(others.stream().map(this::ask).toList()).<Void>mapEmpty().otherwiseEmpty();
  }

  private Future<Void> ask(String node) {
    long sentAtMillis = clock.millis();
    long sentAtNanos = System.nanoTime();
    return requests
        .<Long>send(ADDRESS + node, Buffer.buffer(), TIMEOUT)
        .map(
            answeredMillis -> {
              Duration roundTrip = Duration.ofNanos(System.nanoTime() - sentAtNanos);
              onMeasured(node, ClockDifference.measured(sentAtMillis, answeredMillis, roundTrip));
              return null;
            });
  }

  /** A quicker exchange is more exact, so it counts until another contradicts it. */
  private void onMeasured(String node, ClockDifference measured) {
    ClockDifference now =
        differences.merge(
            node,
            measured,
            (before, after) ->
                before.agreesWith(after) && before.errorMillis() < after.errorMillis()
                    ? before
                    : after);
    if (now.isBeyond(LIMIT)) {
      if (warnedOf.add(node)) {
        LOG.warn(
            "the clock of member {} is {} this node's, must be within {} s: synchronise"
                + " the clocks (NTP)",
            node,
            now.text(),
            LIMIT.toSeconds());
      }
    } else if (warnedOf.remove(node)) {
      LOG.info("the clock of member {} is within {} s again", node, LIMIT.toSeconds());
    }
  }
}
