package io.spillway.api.auth;

/**
 * Origin of a token request.
 *
 * @param clientId claimed, known or not
 * @param address of the client, see {@link TrustedProxies}; empty if unknown
 */
record RequestOrigin(String clientId, String address) {
  /** Client id of a request that names none. */
  static final String ANONYMOUS = "anonymous";

  private static final int GROUPS_OF_NETWORK = 4;

  /** What counts as one address: for IPv6 its /64, which one host can use as a whole. */
  String network() {
    return networkOf(address);
  }

  /**
   * The same of another address.
   *
   * @param address as {@link TrustedProxies#clientOf} returns it
   */
  static String networkOf(String address) {
    String[] groups = address.split(":", GROUPS_OF_NETWORK + 1);
    return groups.length > GROUPS_OF_NETWORK
        ? String.join(":", groups[0], groups[1], groups[2], groups[3])
        : address;
  }
}
