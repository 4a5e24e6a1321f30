package io.spillway.app.verify;

import io.spillway.api.auth.CheckpointKeys;
import io.spillway.api.auth.LogCheckpoint;
import io.spillway.domain.audit.ChainCheck;
import io.spillway.domain.audit.ChainLink;
import io.spillway.domain.audit.ChainPoint;
import io.spillway.domain.audit.ChainRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The verification of one log: of the chain of its rows, and of their checkpoints. */
final class LogVerification {
  private static final int LISTED = 100;

  /** The number and key of the latest checkpoint that is signed by an unknown key. */
  private record Unverified(long number, String keyId) {}

  private final ChainCheck chain;
  private final CheckpointKeys keys;
  private final List<String> problems = new ArrayList<>();
  private long found;
  private long signed;
  private Optional<LogCheckpoint> newest = Optional.empty();

  /** Rows after the newest checkpoint, and the time of the first of them. */
  private long later;

  private Instant laterSince = Instant.EPOCH;
  private Optional<Unverified> unverified = Optional.empty();

  LogVerification(ChainCheck chain, CheckpointKeys keys) {
    this.chain = chain;
    this.keys = keys;
  }

  /** Verifies the next row. */
  void row(ChainRow row, Optional<ChainLink> link, Optional<String> checkpoint) {
    chain.row(row, link);
    if (link.isPresent()) {
      laterSince = later == 0 ? Instant.ofEpochMilli(row.atMillis()) : laterSince;
      later++;
    }
    if (checkpoint.isPresent()) {
      ChainPoint point = new ChainPoint(row.number(), link.map(ChainLink::hash).orElse(""));
      verify(point, checkpoint.get());
    }
  }

  private void verify(ChainPoint row, String jws) {
    CheckpointKeys.Result result = keys.verify(jws);
    if (result instanceof CheckpointKeys.Result.Signed valid) {
      compare(row, valid.checkpoint());
    } else if (result instanceof CheckpointKeys.Result.UnknownKey unknown) {
      unverified = Optional.of(new Unverified(row.number(), unknown.keyId()));
    } else if (result instanceof CheckpointKeys.Result.Refused refused) {
      report("the checkpoint of row %d %s".formatted(row.number(), refused.reason()));
    }
  }

  private void compare(ChainPoint row, LogCheckpoint checkpoint) {
    if (checkpoint.point().number() != row.number()) {
      report(
          "the checkpoint of row %d is that of row %d"
              .formatted(row.number(), checkpoint.point().number()));
    } else if (!checkpoint.point().hash().equals(row.hash())) {
      report(
          "row %d has another hash than its checkpoint signs: it or a row before it was changed"
              .formatted(row.number()));
    } else {
      signed++;
      newest = Optional.of(checkpoint);
      later = 0;
    }
  }

  /** Adds something that is wrong. */
  void report(String problem) {
    found++;
    if (problems.size() < LISTED) {
      problems.add(problem);
    }
  }

  /** Whether a row with a hash was verified. */
  boolean hasChain() {
    return chain.chained() > 0;
  }

  /**
   * Verifies the end of a whole log.
   *
   * @param end the last row that was added
   * @param lastCheckpoint the largest number that has a checkpoint
   */
  void end(ChainPoint end, long lastCheckpoint) {
    chain.end(end);
    if (lastCheckpoint > chain.last().number()) {
      report("row %d is missing: there is a checkpoint of it".formatted(lastCheckpoint));
    }
    endCheckpoints();
  }

  /** Verifies the end of a part of a log. */
  void end() {
    chain.end();
    endCheckpoints();
  }

  /** Of older ones the keys may be gone; what they sign, the newest signs too. */
  private void endCheckpoints() {
    unverified
        .filter(latest -> newest.map(c -> c.point().number()).orElse(0L) < latest.number())
        .ifPresent(
            latest ->
                report(
                    "the newest checkpoint, of row %d, is signed by key %s, which is not known"
                        .formatted(latest.number(), latest.keyId())));
  }

  boolean isIntact() {
    return chain.found() + found == 0;
  }

  /** What was found, for people. */
  List<String> lines() {
    return isIntact() ? summary() : failure();
  }

  private List<String> failure() {
    List<String> lines = new ArrayList<>();
    lines.add("tampered");
    Stream.concat(chain.problems().stream().map(ChainCheck.Problem::message), problems.stream())
        .limit(LISTED)
        .map(problem -> "  " + problem)
        .forEach(lines::add);
    long more = chain.found() + found - (lines.size() - 1);
    if (more > 0) {
      lines.add("  and %d more".formatted(more));
    }
    return lines;
  }

  private List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add("intact");
    lines.add(
        chain.chained() == 0
            ? "  rows: 0"
            : "  rows: %d, from row %d to row %d"
                .formatted(chain.chained(), chain.beginning().number() + 1, chain.last().number()));
    lines.add(
        newest
            .map(
                latest ->
                    "  checkpoints: %d, the newest of row %d, signed at %s"
                        .formatted(signed, latest.point().number(), latest.signedAt()))
            .orElse("  checkpoints: 0"));
    if (later > 0) {
      lines.add("  rows after the newest checkpoint: %d, from %s on".formatted(later, laterSince));
    }
    if (chain.unchained() > 0) {
      lines.add("  older rows, without a hash: %d".formatted(chain.unchained()));
    }
    return lines;
  }
}
