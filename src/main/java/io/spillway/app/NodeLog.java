package io.spillway.app;

import io.spillway.api.http.Readiness;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what a node is and whether it is ready: a line when it starts, when it listens, and at each
 * change of a check of its readiness. These lines are logged whatever the level is. Thread-safe.
 */
final class NodeLog {
  private static final Logger LOG = LoggerFactory.getLogger(NodeLog.class);

  private final String url;
  private final Clock clock;
  private Set<String> failing = Set.of();
  private @Nullable Instant notReadySince;
  private boolean wasReady;

  /**
   * @param url at which clients reach the node
   * @param clock for how long it was not ready
   */
  NodeLog(String url, Clock clock) {
    this.url = url;
    this.clock = clock;
  }

  /** The node begins to start. */
  static void starts(String version, Settings settings) {
    LOG.info(
        "Spillway {} starts: store {}, {}",
        version,
        store(settings.storage()),
        cluster(settings.cluster()));
  }

  private static String store(Settings.Storage storage) {
    return switch (storage.kind()) {
      case SQLITE -> "SQLite in " + storage.database();
      case POSTGRES -> "PostgreSQL at " + storage.jdbcUrl().map(NodeLog::withoutSecrets).orElse("");
      case MEMORY -> "memory";
    };
  }

  /** Parameters, and what is before the host, may have a password. */
  private static String withoutSecrets(String jdbcUrl) {
    String address = jdbcUrl.replaceFirst("[?].*", "");
    return address.replaceFirst("^jdbc:postgresql:(//)?", "").replaceFirst(".*@", "");
  }

  private static String cluster(Settings.Cluster cluster) {
    if (!cluster.isShared()) {
      return "no cluster";
    }
    return "cluster %s, member %s:%d, others by %s, quorum %s"
        .formatted(
            cluster.name(),
            cluster.host(),
            cluster.port(),
            cluster.service().orElseGet(() -> String.join(",", cluster.members())),
            cluster.minSize() > 1 ? Integer.toString(cluster.minSize()) : "none");
  }

  /** The node accepts connections; it may not be ready. */
  void listens() {
    LOG.info("Spillway listens at {}", url);
  }

  /** Logs a change since the last call. */
  synchronized void observe(Readiness now) {
    Map<String, String> reasons = new TreeMap<>(now.checks());
    reasons.values().removeIf(StoreProbe.UP::equals);
    if (now.ready()) {
      // What is degraded does not keep a node from working, and is logged where it is found.
      reasons.clear();
    }
    boolean unchanged = reasons.keySet().equals(failing);
    if (unchanged && (wasReady || notReadySince != null)) {
      return;
    }
    failing = Set.copyOf(reasons.keySet());
    if (reasons.isEmpty()) {
      becomesReady();
    } else {
      becomesUnready(reasons);
    }
  }

  private void becomesReady() {
    if (notReadySince == null || !wasReady) {
      LOG.info("Spillway is ready at {}", url);
    } else {
      Duration away = Duration.between(notReadySince, clock.instant());
      LOG.info("Spillway is ready again, after {} s", away.toSeconds());
    }
    wasReady = true;
    notReadySince = null;
  }

  private void becomesUnready(Map<String, String> reasons) {
    if (notReadySince == null) {
      notReadySince = clock.instant();
    }
    LOG.warn(
        "Spillway is not ready{}: {}",
        wasReady ? "" : " yet",
        reasons.entrySet().stream()
            .map(check -> check.getKey() + ": " + check.getValue())
            .collect(Collectors.joining("; ")));
  }
}
