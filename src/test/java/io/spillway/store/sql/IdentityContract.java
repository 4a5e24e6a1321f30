package io.spillway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.store.AutomationStore;
import io.spillway.store.BlockingWait;
import io.spillway.store.IdentityStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Contract of {@link IdentityStore}. */
interface IdentityContract extends OpenStore {
  @Test
  default void readsAClientBackAsItWasAdded() {
    assertThat(store().identity().hasClients()).isFalse();
    IdentityStore.Client client =
        client("c", Set.of("admin", "trigger"), Optional.of(StoreSamples.START.plusSeconds(1)));
    BlockingWait.on(store().identity().addClient(client, StoreSamples.event("added")));
    assertThat(store().identity().client("c")).contains(client);
    assertThat(store().identity().client("x")).isEmpty();
    assertThat(store().identity().hasClients()).isTrue();
    assertThat(auditUids()).containsExactly("added");
  }

  @Test
  default void aClientMayHaveNoRole() {
    IdentityStore.Client client = client("c", Set.of(), Optional.empty());
    BlockingWait.on(store().identity().addClient(client, StoreSamples.event("added")));
    assertThat(store().identity().client("c")).contains(client);
  }

  @Test
  default void refusesAClientWhoseIdIsTaken() {
    IdentityStore.Client first = client("c", Set.of("admin"), Optional.empty());
    BlockingWait.on(store().identity().addClient(first, StoreSamples.event("first")));
    OpenStore.failureOf(
        store()
            .identity()
            .addClient(
                client("c", Set.of("viewer"), Optional.empty()), StoreSamples.event("second")));
    assertThat(store().identity().client("c")).contains(first);
    assertThat(auditUids()).containsExactly("first");
  }

  @Test
  default void readsKeysOfAUseNewestFirst() {
    IdentityStore.Key old = key("k1", "sign", 0);
    IdentityStore.Key other = key("k2", "cursor", 1);
    IdentityStore.Key latest = key("k3", "sign", 2);
    for (IdentityStore.Key key : List.of(old, other, latest)) {
      BlockingWait.on(store().identity().addKey(key));
    }
    assertThat(store().identity().keys("sign")).containsExactly(latest, old);
    assertThat(store().identity().keys("none")).isEmpty();
  }

  @Test
  default void leavesAKeyWhoseIdIsTakenAsItWas() {
    IdentityStore.Key first = key("k", "sign", 0);
    BlockingWait.on(store().identity().addKey(first));
    BlockingWait.on(store().identity().addKey(key("k", "sign", 5)));
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
    assertThat(uses.stream().filter(BlockingWait::on).count()).isEqualTo(1);
    assertThat(BlockingWait.on(store().identity().useOnce("other", forgetAt))).isTrue();
  }

  @Test
  default void remembersACredentialUntilItMayForgetIt() {
    Instant forgetAt = clock().instant().plusSeconds(60);
    assertThat(BlockingWait.on(store().identity().useOnce("jti", forgetAt))).isTrue();
    clock().advance(Duration.ofSeconds(60));
    assertThat(BlockingWait.on(store().identity().useOnce("jti", forgetAt))).isFalse();
    clock().advance(Duration.ofMillis(1));
    assertThat(BlockingWait.on(store().identity().useOnce("jti", forgetAt.plusSeconds(60))))
        .isTrue();
    assertThat(BlockingWait.on(store().identity().useOnce("jti", forgetAt.plusSeconds(60))))
        .isFalse();
  }

  @Test
  default void listsClientsNewestFirst() {
    for (String id : List.of("c1", "c2", "c3")) {
      BlockingWait.on(
          store()
              .identity()
              .addClient(client(id, Set.of(), Optional.empty()), StoreSamples.event(id)));
    }
    List<IdentityStore.Client> first = store().identity().clients(Optional.empty(), 2);
    assertThat(first).extracting(IdentityStore.Client::id).containsExactly("c3", "c2");
    AutomationStore.Position last = new AutomationStore.Position(StoreSamples.START, "c2");
    assertThat(store().identity().clients(Optional.of(last), 2))
        .extracting(IdentityStore.Client::id)
        .containsExactly("c1");
  }

  @Test
  default void replacesTheCredentialsItsCallerKnewOnce() {
    IdentityStore.Client old = client("c", Set.of("viewer"), Optional.empty());
    BlockingWait.on(store().identity().addClient(old, StoreSamples.event("added")));
    IdentityStore.Client next =
        new IdentityStore.Client(
            "c",
            old.displayName(),
            old.roles(),
            old.scopes(),
            "new",
            "",
            4,
            StoreSamples.START,
            Optional.empty());
    assertThat(
            BlockingWait.on(
                store().identity().replaceCredentials(next, StoreSamples.event("rotated"))))
        .isTrue();
    assertThat(
            BlockingWait.on(
                store().identity().replaceCredentials(next, StoreSamples.event("again"))))
        .isFalse();
    assertThat(store().identity().client("c")).contains(next);
    assertThat(auditUids()).containsExactly("added", "rotated");
  }

  @Test
  default void replacesTheHashOfASecretThatIsStillTheSame() {
    BlockingWait.on(
        store()
            .identity()
            .addClient(
                client("c", Set.of("viewer"), Optional.empty()), StoreSamples.event("added")));
    String hash = store().identity().client("c").orElseThrow().secretHash();

    BlockingWait.on(store().identity().replaceSecretHash("c", "another", "lost"));
    assertThat(store().identity().client("c").orElseThrow().secretHash()).isEqualTo(hash);
    BlockingWait.on(store().identity().replaceSecretHash("c", hash, "anew"));
    assertThat(store().identity().client("c").orElseThrow().secretHash()).isEqualTo("anew");
    assertThat(auditUids()).containsExactly("added");
  }

  @Test
  default void keepsOneAdministratorHoweverManyAreRevokedAtOnce() {
    for (String id : List.of("c1", "c2", "c3")) {
      IdentityStore.Client c =
          new IdentityStore.Client(
              id,
              "Admin",
              Set.of("admin", "viewer"),
              Set.of(),
              "h",
              "",
              0,
              StoreSamples.START,
              Optional.empty());
      BlockingWait.on(store().identity().addClient(c, StoreSamples.event("added " + id)));
    }
    List<CompletionStage<IdentityStore.Revocation>> revoked =
        List.of("c1", "c2", "c3").stream()
            .map(
                id ->
                    store()
                        .identity()
                        .revoke(id, StoreSamples.START, "admin", StoreSamples.event(id)))
            .toList();
    assertThat(revoked.stream().map(BlockingWait::on))
        .containsExactlyInAnyOrder(
            IdentityStore.Revocation.DONE,
            IdentityStore.Revocation.DONE,
            IdentityStore.Revocation.LAST_OF_ITS_ROLE);
    assertThat(store().identity().clients(Optional.empty(), 9))
        .filteredOn(c -> c.revokedAt().isEmpty())
        .hasSize(1);
    assertThat(auditUids()).hasSize(5);
  }

  @Test
  default void aRevokedClientIsNeitherRevokedAgainNorGivenCredentials() {
    IdentityStore.Client old = client("c", Set.of("viewer"), Optional.of(StoreSamples.START));
    BlockingWait.on(store().identity().addClient(old, StoreSamples.event("added")));
    assertThat(
            BlockingWait.on(
                store()
                    .identity()
                    .revoke("c", StoreSamples.START, "admin", StoreSamples.event("revoked"))))
        .isEqualTo(IdentityStore.Revocation.NOTHING_TO_DO);
    IdentityStore.Client next =
        new IdentityStore.Client(
            "c", "C", Set.of(), Set.of(), "new", "", 4, StoreSamples.START, Optional.empty());
    assertThat(
            BlockingWait.on(
                store().identity().replaceCredentials(next, StoreSamples.event("rotated"))))
        .isFalse();
    assertThat(auditUids()).containsExactly("added");
  }

  @Test
  default void removesAKey() {
    BlockingWait.on(store().identity().addKey(key("k", "sign", 0)));
    BlockingWait.on(store().identity().removeKey("k"));
    BlockingWait.on(store().identity().removeKey("k"));
    assertThat(store().identity().keys("sign")).isEmpty();
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
        StoreSamples.START,
        revokedAt);
  }

  private static IdentityStore.Key key(String id, String use, int second) {
    return new IdentityStore.Key(
        id, use, "{\"k\":" + second + "}", StoreSamples.START.plusSeconds(second));
  }
}
