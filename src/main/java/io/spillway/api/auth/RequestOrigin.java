package io.spillway.api.auth;

import io.vertx.core.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for a token, and from where.
 *
 * @param clientId whom it calls itself, known or not
 * @param address an IP address; empty if it is not known
 */
record RequestOrigin(String clientId, String address) {
  /** Whom a request that names nobody comes from. */
  static final String ANONYMOUS = "anonymous";

  private static final int GROUPS_OF_NETWORK = 4;

  static RequestOrigin of(String clientId, @Nullable SocketAddress remote) {
    return new RequestOrigin(clientId, remote == null ? "" : String.valueOf(remote.hostAddress()));
  }

  /** What counts as one address: of version 6 a /64, since who has one address of it has all. */
  String network() {
    String[] groups = address.split(":", GROUPS_OF_NETWORK + 1);
    return groups.length > GROUPS_OF_NETWORK
        ? String.join(":", groups[0], groups[1], groups[2], groups[3])
        : address;
  }

  /** Client and network as one name. */
  String pair() {
    return network() + "\n" + clientId;
  }
}
