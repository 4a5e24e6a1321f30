package io.spillway.api.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.api.auth.Await;
import io.spillway.api.auth.SignatureThreads;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.automation.RefusedException;
import io.spillway.testing.SettableClock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changing keys and outages of the provider, under a stream of tokens. */
class ProviderKeysTest {
  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration AT_ONCE = Duration.ofMillis(5);
  private static final Duration BETWEEN = Duration.ofSeconds(10);
  private static final Signer OLD = Signer.of("ES256", "old");
  private static final Signer NEW = Signer.of("ES256", "new");

  private final Vertx vertx = Vertx.vertx();
  private final FakeProvider provider = new FakeProvider(vertx, OLD);
  private final SettableClock clock = new SettableClock(Instant.now());

  @AfterEach
  void close() {
    Await.result(vertx.close());
  }

  @Test
  void aNewKeyIsFoundByTheFirstTokenOfIt() {
    ProviderTokens tokens = started(NEVER, NEVER);
    assertAccepted(tokens, OLD);
    provider.publish(OLD, NEW);
    clock.advance(BETWEEN);

    assertAccepted(tokens, NEW);
    assertAccepted(tokens, OLD);
  }

  @Test
  void unknownKeysDoNotHaveTheProviderAskedAgainAndAgain() {
    ProviderTokens tokens = started(NEVER, NEVER);
    assertAccepted(tokens, OLD);
    clock.advance(BETWEEN.minusMillis(1));
    for (int i = 0; i < 20; i++) {
      assertRefused(tokens, Signer.of("ES256", "unknown-" + i), Refusal.Reason.UNAVAILABLE);
    }
    assertThat(provider.keysReads()).isEqualTo(1);
    clock.advance(Duration.ofMillis(1));
    List<Future<?>> together = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      together.add(tokens.verify(token(NEW)));
    }
    together.forEach(Await::failure);

    assertThat(provider.keysReads()).isEqualTo(2);
  }

  @Test
  void aTokenOfAnUnknownKeyCannotBeCheckedUntilTheKeysWereReadAgain() {
    ProviderTokens tokens = started(NEVER, NEVER);
    Signer forger = Signer.of("ES256", "forged");
    assertAccepted(tokens, OLD);
    provider.publish(OLD, NEW);
    for (int i = 0; i < 2; i++) {
      assertRefused(tokens, NEW, Refusal.Reason.UNAVAILABLE);
      assertRefused(tokens, forger, Refusal.Reason.UNAVAILABLE);
    }
    clock.advance(BETWEEN);

    assertAccepted(tokens, NEW);
    for (int i = 0; i < 2; i++) {
      assertRefused(tokens, forger, Refusal.Reason.UNAUTHENTICATED);
    }
    assertThat(provider.keysReads()).isEqualTo(2);
  }

  @Test
  void aKeyThatIsNoLongerPublishedEndsItsTokensAlsoThoseRemembered() {
    ProviderTokens tokens = started(AT_ONCE, NEVER);
    String token = token(OLD);
    Await.result(tokens.verify(token));
    provider.publish(NEW);

    await()
        .ignoreExceptions()
        .untilAsserted(() -> assertRefused(tokens, token, Refusal.Reason.UNAUTHENTICATED));
    assertRefused(tokens, OLD, Refusal.Reason.UNAUTHENTICATED);
    assertAccepted(tokens, NEW);
  }

  @Test
  void whileTheProviderIsAwayAtTheStartItsTokensCannotBeCheckedAndThenTheyCan() {
    provider.goAway();
    ProviderTokens tokens = started(NEVER, AT_ONCE);
    assertRefused(tokens, OLD, Refusal.Reason.UNAVAILABLE);

    provider.comeBack();

    await().ignoreExceptions().untilAsserted(() -> assertAccepted(tokens, OLD));
  }

  @Test
  void whileTheProviderIsAwayTheKnownKeysStayInUseAndOthersCannotBeChecked() {
    ProviderTokens tokens = started(NEVER, NEVER);
    assertAccepted(tokens, OLD);
    provider.goAway();
    clock.advance(BETWEEN);

    assertRefused(tokens, NEW, Refusal.Reason.UNAVAILABLE);
    assertAccepted(tokens, OLD);
  }

  @Test
  void keysElsewhereAreNotAskedFor() {
    provider.discovery.put("jwks_uri", "http://localhost:" + 1 + "/keys");
    ProviderTokens tokens = started(NEVER, NEVER);

    assertRefused(tokens, OLD, Refusal.Reason.UNAVAILABLE);
    assertThat(provider.keysReads()).isZero();
  }

  @Test
  void aDiscoveryDocumentOfAnotherIssuerIsNotFollowed() {
    provider.discovery.put("issuer", "https://else.example");
    ProviderTokens tokens = started(NEVER, NEVER);

    assertRefused(tokens, OLD, Refusal.Reason.UNAVAILABLE);
    assertThat(provider.keysReads()).isZero();
  }

  @Test
  void keysThatAreRedirectedElsewhereAreNotRead() {
    provider.keysAnswer =
        Optional.of(
            request ->
                request
                    .response()
                    .setStatusCode(302)
                    .putHeader("Location", provider.url("/elsewhere"))
                    .end());
    ProviderTokens tokens = started(NEVER, NEVER);

    assertRefused(tokens, OLD, Refusal.Reason.UNAVAILABLE);
    assertThat(provider.asked).doesNotContain("/elsewhere");
  }

  private ProviderTokens started(Duration afterSuccess, Duration retry) {
    ProviderSettings settings =
        new ProviderSettings(provider.issuer, "spillway", "roles", "", Optional.empty());
    ProviderKeys keys =
        new ProviderKeys(
            vertx,
            settings,
            new JsonFetcher(vertx, Duration.ofSeconds(20)),
            new ProviderKeys.ReadIntervals(afterSuccess, retry, BETWEEN),
            clock);
    keys.start();
    return new ProviderTokens(settings, keys, new SignatureThreads(vertx), clock);
  }

  private String token(Signer signer) {
    long now = clock.instant().getEpochSecond();
    return signer.sign(
        new JsonObject()
            .put("iss", provider.issuer)
            .put("aud", "spillway")
            .put("sub", "4711")
            .put("roles", new JsonArray().add("viewer"))
            .put("exp", now + 300));
  }

  private void assertAccepted(ProviderTokens tokens, Signer signer) {
    assertThat(Await.result(tokens.verify(token(signer))).clientId())
        .isEqualTo(provider.issuer + "#4711");
  }

  private void assertRefused(ProviderTokens tokens, Signer signer, Refusal.Reason reason) {
    assertRefused(tokens, token(signer), reason);
  }

  private void assertRefused(ProviderTokens tokens, String token, Refusal.Reason reason) {
    RefusedException refused = (RefusedException) Await.failure(tokens.verify(token));
    assertThat(refused.refusal().reason()).isEqualTo(reason);
    assertThat(refused.refusal().message()).contains(provider.issuer);
  }
}
