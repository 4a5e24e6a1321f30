package io.spillway.api.auth;

/**
 * New credentials of a client, returned only once. The server keeps only a hash of the secret and
 * the public key.
 *
 * @param clientId its id, as the C1 SDKs expect it: {@code name@host/pcc}
 * @param clientSecret for {@code client_secret}; empty if it has none
 * @param clientKey its private key as the C1 SDKs expect it, for signing {@code client_assertion};
 *     empty if it has none, or generated it itself
 */
public record Credentials(String clientId, String clientSecret, String clientKey) {
  @Override
  public String toString() {
    return "Credentials[clientId=" + clientId + ", …]";
  }
}
