package io.spillway.engine.routing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.spillway.engine.grid.ClusterSecret;
import io.spillway.engine.grid.Membership;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/**
 * Authenticates messages between nodes by the secret of the cluster: sender, number, and a code
 * over both, the address and the body. A message is good for one node, since its address is that of
 * a node, and once, since each number is. Without a secret every message is taken. Thread-safe.
 */
final class MessageAuthentication {
  private static final Logger LOG = LoggerFactory.getLogger(MessageAuthentication.class);
  private static final Marker REFUSED = MarkerFactory.getMarker("message that no member has sent");
  private static final String SENDER = "spillway-sender";
  private static final String NUMBER = "spillway-number";
  private static final String CODE = "spillway-code";

  /** More than any cluster has; a node that starts anew has a new id. */
  private static final int MAX_SENDERS = 10_000;

  private final Optional<ClusterSecret> secret;
  private final Membership membership;
  private final AtomicLong lastNumber = new AtomicLong();
  private final Cache<String, ReplayWindow> windows =
      Caffeine.newBuilder().maximumSize(MAX_SENDERS).executor(Runnable::run).build();

  /**
   * @param secret of the cluster; empty if it has none
   * @param membership knows the members, whose messages are taken
   */
  MessageAuthentication(Optional<ClusterSecret> secret, Membership membership) {
    this.secret = secret;
    this.membership = membership;
  }

  /** Adds the proof for a message to the options with which it is sent. */
  DeliveryOptions sign(DeliveryOptions options, String address, Buffer body) {
    if (secret.isEmpty()) {
      return options;
    }
    String sender = membership.localNode();
    String number = Long.toString(lastNumber.incrementAndGet());
    byte[] code = secret.get().codeOf(head(address, sender, number), body.getBytes());
    return options
        .addHeader(SENDER, sender)
        .addHeader(NUMBER, number)
        .addHeader(CODE, Base64.getEncoder().encodeToString(code));
  }

  /** Whether a member has sent the message, and it came for the first time; else logs why not. */
  boolean isAuthentic(Message<?> message) {
    if (secret.isEmpty()) {
      return true;
    }
    Optional<String> problem =
        message.body() instanceof Buffer body
            ? problemOf(message.headers(), message.address(), body, secret.get())
            : Optional.of("its body is no Buffer");
    problem.ifPresent(
        reason ->
            LOG.warn(
                REFUSED,
                "A message to {} is refused: {}; its sender is {}",
                message.address(),
                reason,
                message.headers().get(SENDER)));
    return problem.isEmpty();
  }

  private Optional<String> problemOf(
      MultiMap headers, String address, Buffer body, ClusterSecret known) {
    String sender = headers.get(SENDER);
    String number = headers.get(NUMBER);
    if (sender == null
        || number == null
        || !known.matches(headers.get(CODE), head(address, sender, number), body.getBytes())) {
      return Optional.of("it was not signed with the secret of the cluster");
    }
    if (!membership.nodes().contains(sender)) {
      return Optional.of("its sender is no member");
    }
    return windows.get(sender, id -> new ReplayWindow()).isNew(Long.parseLong(number))
        ? Optional.empty()
        : Optional.of("it came before");
  }

  private static String head(String address, String sender, String number) {
    return "message\n" + address + "\n" + sender + "\n" + number + "\n";
  }
}
