package io.spillway.bench;

import java.util.Optional;

/**
 * One line of a report: what the server did in one case, beside at most one peer.
 *
 * @param scenario the case, such as "100,000 RUN"
 * @param metric what was measured, such as "time"
 * @param unit of the values
 * @param ours the server's values
 * @param peer whom it is compared with
 */
record ReportRow(String scenario, String metric, Unit unit, Measurement ours, Optional<Peer> peer) {
  /**
   * A peer's part.
   *
   * @param name whose
   * @param values what it did in the same case
   */
  record Peer(String name, Measurement values) {}

  /**
   * How many times better the server is than its peer; below 1 it is worse. Empty if there is no
   * peer, or if the one to divide by is 0.
   */
  Optional<Double> ratio() {
    return peer.map(
            other ->
                unit.moreIsBetter
                    ? ours.median() / other.values().median()
                    : other.values().median() / ours.median())
        .filter(Double::isFinite);
  }

  /** What values are counted in. */
  enum Unit {
    SECONDS("s", false),
    MILLISECONDS("ms", false),
    NANOSECONDS("ns", false),
    BYTES("B", false),
    PERCENT("%", false),
    TIMES("×", false),
    PER_SECOND("1/s", true);

    final String symbol;
    final boolean moreIsBetter;

    Unit(String symbol, boolean moreIsBetter) {
      this.symbol = symbol;
      this.moreIsBetter = moreIsBetter;
    }
  }
}
