package io.spillway.chaos.deployment;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A network namespace for each node, all on one bridge with the database and the clients. Packets
 * are dropped by rules inside a namespace, so that the rest of the machine is not touched.
 */
public final class Namespaces implements Network {
  private static final int MAX = 200;

  private final String name;
  private final String bridge;
  private final int net;
  private final int nodes;

  private Namespaces(int nodes) {
    long pid = ProcessHandle.current().pid();
    this.name = "spillway" + pid + "-";
    // Names of interfaces have 15 characters at most.
    this.bridge = "spw" + pid % 10_000_000;
    this.net = (int) (pid % MAX) + 1;
    this.nodes = nodes;
  }

  /**
   * Makes the namespaces.
   *
   * @throws IllegalStateException if that is not possible here; then nothing is left of it
   */
  public static Namespaces open(int nodes) {
    Namespaces made = new Namespaces(nodes);
    try {
      made.make();
      return made;
    } catch (RuntimeException e) {
      made.close();
      throw new IllegalStateException("no network namespaces here: " + e.getMessage(), e);
    }
  }

  private void make() {
    Shell.must("ip", "link", "add", bridge, "type", "bridge");
    Shell.must("ip", "addr", "add", center() + "/24", "dev", bridge);
    Shell.must("ip", "link", "set", bridge, "up");
    for (int node = 1; node <= nodes; node++) {
      String outside = bridge + "v" + node;
      Shell.must("ip", "netns", "add", name + node);
      Shell.must(
          "ip",
          "link",
          "add",
          outside,
          "type",
          "veth",
          "peer",
          "name",
          "eth0",
          "netns",
          name + node);
      Shell.must("ip", "link", "set", outside, "master", bridge, "up");
      inside(node, "ip", "addr", "add", hostOf(node) + "/24", "dev", "eth0");
      inside(node, "ip", "link", "set", "lo", "up");
      inside(node, "ip", "link", "set", "eth0", "up");
      // Fails here where packets cannot be dropped.
      inside(node, "iptables", "-w", "-F");
    }
  }

  private void inside(int node, String... command) {
    String[] whole = new String[command.length + 4];
    List.of("ip", "netns", "exec", name + node).toArray(whole);
    System.arraycopy(command, 0, whole, 4, command.length);
    Shell.must(whole);
  }

  @Override
  public String hostOf(int node) {
    return "10.213." + net + "." + node;
  }

  @Override
  public String center() {
    return "10.213." + net + ".254";
  }

  @Override
  public List<String> prefix(int node) {
    return List.of("ip", "netns", "exec", name + node);
  }

  /** The other nodes hear nothing of a node, and it nothing of them. */
  public void isolate(int node) {
    mute(node);
    others(node).forEach(other -> inside(node, drop("INPUT", "-s", hostOf(other))));
  }

  /** The other nodes hear nothing of a node, which still hears them. */
  public void mute(int node) {
    others(node).forEach(other -> inside(node, drop("OUTPUT", "-d", hostOf(other))));
  }

  /** A node does not reach the database, which has this port. */
  public void cutFromDatabase(int node, int port) {
    inside(node, drop("OUTPUT", "-d", center(), "-p", "tcp", "--dport", Integer.toString(port)));
    inside(node, drop("INPUT", "-s", center(), "-p", "tcp", "--sport", Integer.toString(port)));
  }

  private static String[] drop(String chain, String... match) {
    String[] whole = new String[match.length + 6];
    whole[0] = "iptables";
    whole[1] = "-w";
    whole[2] = "-A";
    whole[3] = chain;
    System.arraycopy(match, 0, whole, 4, match.length);
    whole[match.length + 4] = "-j";
    whole[match.length + 5] = "DROP";
    return whole;
  }

  private List<Integer> others(int node) {
    return IntStream.rangeClosed(1, nodes).filter(other -> other != node).boxed().toList();
  }

  @Override
  public void heal() {
    for (int node = 1; node <= nodes; node++) {
      inside(node, "iptables", "-w", "-F");
    }
  }

  /** Removes what there is of it. */
  @Override
  public void close() {
    for (int node = 1; node <= nodes; node++) {
      Shell.succeeds("ip", "link", "del", bridge + "v" + node);
      Shell.succeeds("ip", "netns", "del", name + node);
    }
    Shell.succeeds("ip", "link", "del", bridge);
  }
}
