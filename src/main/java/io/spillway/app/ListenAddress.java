package io.spillway.app;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.List;

/**
 * An address at which a node listens, with the settings that name it.
 *
 * @param port 0 for any
 */
record ListenAddress(
    Setting<String> hostSetting, String host, Setting<Integer> portSetting, int port) {
  static ListenAddress ofHttp(Settings.Http settings) {
    return new ListenAddress(Setting.HOST, settings.host(), Setting.PORT, settings.port());
  }

  /** Those of the data grid and of the event bus; none without a cluster. */
  static List<ListenAddress> ofCluster(Settings.Cluster settings) {
    if (!settings.isShared()) {
      return List.of();
    }
    Setting<String> host = Setting.CLUSTER_HOST;
    return List.of(
        new ListenAddress(host, settings.host(), Setting.CLUSTER_PORT, settings.port()),
        new ListenAddress(host, settings.host(), Setting.CLUSTER_BUS_PORT, settings.busPort()));
  }

  /**
   * Listens for a moment. To be called before the node opens anything.
   *
   * @return the port, or one that is free
   * @throws RefusedStartException if the node cannot listen
   */
  int probe() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port), 1);
      return socket.getLocalPort();
    } catch (IOException e) {
      throw refusal(e);
    }
  }

  /** Why the node cannot listen, and what to do. */
  RefusedStartException refusal(IOException failure) {
    return new RefusedStartException(describe(failure), failure);
  }

  private String describe(IOException failure) {
    String found = String.valueOf(failure.getMessage());
    if (failure instanceof UnknownHostException) {
      return about(
          hostSetting,
          "the host " + host + " is unknown, must be a host name or address of this machine");
    }
    if (found.contains("Cannot assign requested address")) {
      return about(
          hostSetting, host + " is not an address of this machine, must be one of its addresses");
    }
    String address = NetUtil.toSocketAddressString(host, port);
    if (found.contains("Address already in use")) {
      return about(
          portSetting,
          address + " is in use by another process: end that one, or choose another port");
    }
    if (found.contains("Permission denied")) {
      return about(
          portSetting,
          address
              + " is not allowed to the user of the node: choose a port from 1024 on, or lower"
              + " net.ipv4.ip_unprivileged_port_start");
    }
    return about(portSetting, "the node cannot listen at " + address + " (" + found + ")");
  }

  private static String about(Setting<?> setting, String message) {
    return setting.flag() + ": " + message;
  }
}
