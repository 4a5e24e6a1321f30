package io.spillway.chaos.deployment;

import java.util.List;

/** Everything on one address. */
record Loopback() implements Network {
  private static final String ADDRESS = "127.0.0.1";

  @Override
  public String hostOf(int node) {
    return ADDRESS;
  }

  @Override
  public String center() {
    return ADDRESS;
  }

  @Override
  public List<String> prefix(int node) {
    return List.of();
  }

  @Override
  public void heal() {
    // Nothing can be cut here.
  }

  @Override
  public void close() {
    // There is nothing to take away.
  }
}
