package io.spillway.example;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Proves to the nodes of a cluster that its secret is known: as a member, and for each request. */
public final class Signature {
  private final String secret;
  private final String clientId;
  private final Clock clock;

  /**
   * @param secret what the nodes have in {@code --cluster-secret-file}
   * @param clientId in whose name requests are made
   */
  public Signature(String secret, String clientId, Clock clock) {
    this.secret = secret;
    this.clientId = clientId;
    this.clock = clock;
  }

  /** The headers of one request. */
  public DeliveryOptions of(String address, Buffer body) {
    String id = UUID.randomUUID().toString();
    String time = Long.toString(clock.millis());
    String head = String.join("\n", "request", address, clientId, id, time, "");
    byte[] code = code(secret, head, body.getBytes());
    return new DeliveryOptions()
        .addHeader("spillway-client", clientId)
        .addHeader("spillway-request", id)
        .addHeader("spillway-time", time)
        .addHeader("spillway-code", Base64.getEncoder().encodeToString(code));
  }

  /** The attribute {@code spillway.proof} of a member with this id at this address. */
  static String ofMember(String secret, String nodeId, String host) {
    String head = String.join("\n", "member", nodeId, host, "");
    return Base64.getUrlEncoder().withoutPadding().encodeToString(code(secret, head, new byte[0]));
  }

  private static byte[] code(String secret, String head, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update(head.getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
