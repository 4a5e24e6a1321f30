package io.spillway.attack;

import io.spillway.testing.Ports;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where a member of a cluster listens for the others.
 *
 * @param grid of Hazelcast
 * @param bus of the event bus
 */
record MemberPorts(int grid, int bus) {
  /** Of a cluster of two. */
  static List<MemberPorts> ofTwo() {
    List<Integer> free = IntStream.generate(Ports::free).distinct().limit(4).boxed().toList();
    return List.of(
        new MemberPorts(free.get(0), free.get(1)), new MemberPorts(free.get(2), free.get(3)));
  }
}
