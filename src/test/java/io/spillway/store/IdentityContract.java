package io.spillway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link IdentityStore} promises. */
interface IdentityContract extends OpenStore {
  @Test
  default void readsAClientBackAsItWasAdded() {
    assertThat(store().identity().hasClients()).isFalse();
    IdentityStore.Client client =
        client("c", Set.of("admin", "trigger"), Optional.of(Samples.START.plusSeconds(1)));
    Waiting.on(store().identity().addClient(client, Samples.event("added")));
    assertThat(store().identity().client("c")).contains(client);
    assertThat(store().identity().client("x")).isEmpty();
    assertThat(store().identity().hasClients()).isTrue();
    assertThat(auditUids()).containsExactly("added");
  }

  @Test
  default void aClientMayHaveNoRole() {
    IdentityStore.Client client = client("c", Set.of(), Optional.empty());
    Waiting.on(store().identity().addClient(client, Samples.event("added")));
    assertThat(store().identity().client("c")).contains(client);
  }

  @Test
  default void refusesAClientWhoseIdIsTaken() {
    IdentityStore.Client first = client("c", Set.of("admin"), Optional.empty());
    Waiting.on(store().identity().addClient(first, Samples.event("first")));
    OpenStore.failureOf(
        store()
            .identity()
            .addClient(client("c", Set.of("viewer"), Optional.empty()), Samples.event("second")));
    assertThat(store().identity().client("c")).contains(first);
    assertThat(auditUids()).containsExactly("first");
  }

  @Test
  default void readsKeysOfAUseNewestFirst() {
    IdentityStore.Key old = key("k1", "sign", 0);
    IdentityStore.Key other = key("k2", "cursor", 1);
    IdentityStore.Key latest = key("k3", "sign", 2);
    for (IdentityStore.Key key : List.of(old, other, latest)) {
      Waiting.on(store().identity().addKey(key));
    }
    assertThat(store().identity().keys("sign")).containsExactly(latest, old);
    assertThat(store().identity().keys("none")).isEmpty();
  }

  @Test
  default void leavesAKeyWhoseIdIsTakenAsItWas() {
    IdentityStore.Key first = key("k", "sign", 0);
    Waiting.on(store().identity().addKey(first));
    Waiting.on(store().identity().addKey(key("k", "sign", 5)));
    assertThat(store().identity().keys("sign")).containsExactly(first);
  }

  @Test
  default void aCredentialIsUsedOnceHoweverManyTryAtOnce() {
    Instant forgetAt = clock().instant().plusSeconds(60);
    List<CompletionStage<Boolean>> uses =
        IntStream.range(0, 50)
            .parallel()
            .mapToObj(i -> store().identity().useOnce("jti", forgetAt))
            .toList();
    assertThat(uses.stream().filter(Waiting::on).count()).isEqualTo(1);
    assertThat(Waiting.on(store().identity().useOnce("other", forgetAt))).isTrue();
  }

  @Test
  default void remembersACredentialUntilItMayForgetIt() {
    Instant forgetAt = clock().instant().plusSeconds(60);
    assertThat(Waiting.on(store().identity().useOnce("jti", forgetAt))).isTrue();
    clock().advance(Duration.ofSeconds(60));
    assertThat(Waiting.on(store().identity().useOnce("jti", forgetAt))).isFalse();
    clock().advance(Duration.ofMillis(1));
    assertThat(Waiting.on(store().identity().useOnce("jti", forgetAt.plusSeconds(60)))).isTrue();
    assertThat(Waiting.on(store().identity().useOnce("jti", forgetAt.plusSeconds(60)))).isFalse();
  }

  private static IdentityStore.Client client(
      String id, Set<String> roles, Optional<Instant> revokedAt) {
    return new IdentityStore.Client(
        id,
        "Client of a test",
        roles,
        Set.of("a1", "a2"),
        "salted",
        "{\"kty\":\"OKP\"}",
        3,
        Samples.START,
        revokedAt);
  }

  private static IdentityStore.Key key(String id, String use, int second) {
    return new IdentityStore.Key(
        id, use, "{\"k\":" + second + "}", Samples.START.plusSeconds(second));
  }
}
