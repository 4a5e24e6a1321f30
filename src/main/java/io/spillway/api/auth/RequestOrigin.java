package io.spillway.api.auth;

import io.vertx.core.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Origin of a token request.
 *
 * @param clientId claimed, known or not
 * @param address an IP address; empty if unknown
 */
record RequestOrigin(String clientId, String address) {
  /** Client id of a request that names none. */
  static final String ANONYMOUS = "anonymous";

  private static final int GROUPS_OF_NETWORK = 4;

  static RequestOrigin of(String clientId, @Nullable SocketAddress remote) {
    return new RequestOrigin(clientId, remote == null ? "" : String.valueOf(remote.hostAddress()));
  }

  /** What counts as one address: for IPv6 its /64, which one host can use as a whole. */
  String network() {
    String[] groups = address.split(":", GROUPS_OF_NETWORK + 1);
    return groups.length > GROUPS_OF_NETWORK
        ? String.join(":", groups[0], groups[1], groups[2], groups[3])
        : address;
  }
}
