package io.spillway.auth;

/**
 * What a new client is told, once. Either secret is enough; the server keeps only a hash of the
 * first and the public half of the second.
 *
 * @param clientId its id, in the form the C1 SDKs read: {@code name@host/pcc}
 * @param clientSecret for {@code client_secret}
 * @param clientKey its private key in the form the C1 SDKs read, for signing {@code
 *     client_assertion}
 */
public record Credentials(String clientId, String clientSecret, String clientKey) {
  @Override
  public String toString() {
    return "Credentials[clientId=" + clientId + ", …]";
  }
}
