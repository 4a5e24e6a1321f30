package io.spillway.chaos.history;

import java.util.List;

/**
 * What was observed beside the calls of clients.
 *
 * @param samples of versions, in the order in which they were read
 * @param recoveries when writes had to succeed
 * @param exits of processes
 * @param anomalies that the run saw
 */
public record Timeline(
    List<VersionSample> samples,
    List<Recovery> recoveries,
    List<ProcessExit> exits,
    List<Anomaly> anomalies) {
  public static final Timeline EMPTY = new Timeline(List.of(), List.of(), List.of(), List.of());
}
