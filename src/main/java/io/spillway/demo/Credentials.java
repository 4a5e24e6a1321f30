package io.spillway.demo;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A client id and its secret. Never printed. */
final class Credentials {
  private final String clientId;
  private final String clientSecret;

  private Credentials(String clientId, String clientSecret) {
    this.clientId = clientId;
    this.clientSecret = clientSecret;
  }

  /** Reads the file that a node writes on its first start. */
  static Credentials read(Path file) {
    try {
      JsonObject json = new JsonObject(Files.readString(file));
      String clientId = json.getString("clientId");
      String clientSecret = json.getString("clientSecret");
      if (clientId == null || clientSecret == null) {
        throw new DemoException(file + " must contain clientId and clientSecret");
      }
      return new Credentials(clientId, clientSecret);
    } catch (IOException | DecodeException | ClassCastException e) {
      // Not the cause: a message about broken JSON may quote the secret.
      throw new DemoException("the credentials in " + file + " cannot be read");
    }
  }

  /** The form of a token request with these credentials. */
  String form() {
    return "grant_type=client_credentials&client_id="
        + URLEncoder.encode(clientId, StandardCharsets.UTF_8)
        + "&client_secret="
        + URLEncoder.encode(clientSecret, StandardCharsets.UTF_8);
  }
}
