package io.spillway.chaos.evidence;

import java.util.List;

/**
 * What was observed beside the calls of clients.
 *
 * @param samples of versions, in the order in which they were read
 * @param recoveries when writes had to go on
 * @param endings of processes
 * @param troubles that the run saw
 */
public record Timeline(
    List<Sample> samples, List<Recovery> recoveries, List<Ending> endings, List<Trouble> troubles) {
  public static final Timeline EMPTY = new Timeline(List.of(), List.of(), List.of(), List.of());
}
