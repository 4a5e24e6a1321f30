package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.api.auth.AutomationScope;
import io.spillway.api.auth.Caller;
import io.spillway.api.auth.Role;
import io.spillway.engine.grid.ClusterSecret;
import io.spillway.example.Signature;
import io.spillway.testing.SettableClock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProvenCallersTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final String ADDRESS = "spillway.automations.execute";
  private static final Buffer BODY = Buffer.buffer("{\"automationId\":\"a\"}");
  private static final Caller KNOWN =
      new Caller("known@localhost/pcc", "known", Role.OPERATOR, AutomationScope.ALL);

  private final Vertx vertx = Vertx.vertx();
  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final Set<String> used = ConcurrentHashMap.newKeySet();
  private final ProvenCallers callers =
      new ProvenCallers(
          vertx,
          new ClusterSecret(SECRET),
          id -> Future.succeededFuture(Optional.of(KNOWN).filter(c -> c.clientId().equals(id))),
          (name, period) -> CompletableFuture.completedFuture(used.add(name)),
          clock);
  private final Signature signature = new Signature(SECRET, KNOWN.clientId(), clock);

  @BeforeEach
  void receive() {
    vertx
        .eventBus()
        .<Buffer>consumer(
            ADDRESS,
            request ->
                callers
                    .callerOf(request, request.body())
                    .onSuccess(caller -> request.reply(caller.clientId()))
                    .onFailure(refused -> request.reply(refused.getMessage())));
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void aSignedRequestIsMadeInTheNameOfItsClientOnce() throws Exception {
    DeliveryOptions signed = signature.of(ADDRESS, BODY);

    assertThat(send(BODY, signed)).isEqualTo(KNOWN.clientId());
    assertThat(send(BODY, signed)).isEqualTo("the request is refused: it came before");
    assertThat(send(BODY, signature.of(ADDRESS, BODY))).isEqualTo(KNOWN.clientId());
  }

  @Test
  void aForgedRequestIsRefused() throws Exception {
    String refused = "the request is refused: it is not signed with the secret of the cluster";

    assertThat(send(BODY, new DeliveryOptions())).isEqualTo(refused);
    assertThat(send(Buffer.buffer("{}"), signature.of(ADDRESS, BODY))).isEqualTo(refused);
    assertThat(send(BODY, signature.of("spillway.automations.clear", BODY))).isEqualTo(refused);
    assertThat(send(BODY, new Signature("x".repeat(32), KNOWN.clientId(), clock).of(ADDRESS, BODY)))
        .isEqualTo(refused);
    for (String header : new String[] {"spillway-client", "spillway-request", "spillway-time"}) {
      DeliveryOptions changed = signature.of(ADDRESS, BODY);
      changed.getHeaders().set(header, "1");
      assertThat(send(BODY, changed)).as(header).isEqualTo(refused);
    }
    assertThat(used).isEmpty();
  }

  @Test
  void anOldRequestIsRefused() throws Exception {
    DeliveryOptions old = signature.of(ADDRESS, BODY);
    clock.advance(Duration.ofSeconds(61));

    assertThat(send(BODY, old))
        .isEqualTo(
            "the request is refused: spillway-time is 1772366400000, must be within 60 s of this"
                + " node's clock");
  }

  @Test
  void anUnknownClientIsRefused() throws Exception {
    Signature stranger = new Signature(SECRET, "stranger", clock);

    assertThat(send(BODY, stranger.of(ADDRESS, BODY)))
        .isEqualTo("the request is refused: the client does not exist or is revoked");
  }

  private String send(Buffer body, DeliveryOptions options) throws TimeoutException {
    return vertx
        .eventBus()
        .<String>request(ADDRESS, body, options)
        .await(30, TimeUnit.SECONDS)
        .body();
  }
}
