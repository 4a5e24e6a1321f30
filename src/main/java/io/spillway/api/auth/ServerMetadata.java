package io.spillway.api.auth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Authorization server metadata (RFC 8414, 2). */
final class ServerMetadata {
  private ServerMetadata() {}

  static JsonObject of(AuthSettings settings) {
    String base = settings.issuer().replaceFirst("/+$", "");
    return new JsonObject()
        .put("issuer", settings.issuer())
        .put("token_endpoint", base + TokenEndpoint.PATH)
        .put("jwks_uri", base + "/.well-known/jwks.json")
        .put("grant_types_supported", new JsonArray().add("client_credentials"))
        // Required, though there is no authorization endpoint.
        .put("response_types_supported", new JsonArray())
        .put(
            "token_endpoint_auth_methods_supported",
            new JsonArray().add("client_secret_post").add("private_key_jwt"))
        .put("token_endpoint_auth_signing_alg_values_supported", new JsonArray().add("EdDSA"));
  }
}
