package io.spillway.api.auth;

/**
 * What a client is told of its new credentials, once. The server keeps only a hash of the secret
 * and the public half of the key.
 *
 * @param clientId its id, in the form the C1 SDKs read: {@code name@host/pcc}
 * @param clientSecret for {@code client_secret}; empty if it has none
 * @param clientKey its private key in the form the C1 SDKs read, for signing {@code
 *     client_assertion}; empty if it has none, or made it itself
 */
public record Credentials(String clientId, String clientSecret, String clientKey) {
  @Override
  public String toString() {
    return "Credentials[clientId=" + clientId + ", …]";
  }
}
