package io.spillway.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.audit.AuditEvent;
import io.spillway.domain.automation.RefusedException;
import io.spillway.store.IdentityStore.Client;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientRegistrationTest {
  private final AuthServer server = new AuthServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void clientIdHasTheFormTheSdksRead() {
    assertThat(server.register(Role.ADMIN).clientId())
        .matches("[a-z]+-[a-z]+-[0-9]{5}@spillway\\.example/pcc");
  }

  @Test
  void clientKeyHasTheFormTheSdksRead() {
    List<String> parts = List.of(server.register(Role.ADMIN).clientKey().split(":", -1));

    assertThat(parts).hasSize(4).startsWith("secret-token", "conductorone.com", "v1");
    assertThat(parts.get(3)).doesNotContain("=");
    JsonObject jwk =
        new JsonObject(
            new String(Base64.getUrlDecoder().decode(parts.get(3)), StandardCharsets.UTF_8));
    assertThat(jwk.fieldNames()).containsExactlyInAnyOrder("kty", "crv", "x", "d");
    assertThat(jwk.getString("kty")).isEqualTo("OKP");
    assertThat(jwk.getString("crv")).isEqualTo("Ed25519");
  }

  @Test
  void secretCarries256Bits() {
    String secret = server.register(Role.ADMIN).clientSecret();

    assertThat(Base64.getUrlDecoder().decode(secret)).hasSize(32);
    assertThat(server.register(Role.ADMIN).clientSecret()).isNotEqualTo(secret);
  }

  @Test
  void storedClientHoldsNoSecret() {
    Credentials credentials = server.register(Role.VIEWER, Role.ADMIN);

    Client client = server.client(credentials);
    assertThat(client.roles()).containsExactlyInAnyOrder("viewer", "admin");
    assertThat(client.createdAt()).isEqualTo(server.clock.instant());
    assertThat(client.revokedAt()).isEmpty();
    assertThat(client.secretHash()).isNotEmpty().doesNotContain(credentials.clientSecret());
    assertThat(new JsonObject(client.publicKey()).fieldNames())
        .containsExactlyInAnyOrder("kty", "crv", "x");
  }

  @Test
  void sameSecretIsHashedWithADifferentSaltEachTime() {
    SecretHash hashes = new SecretHash();
    String once = hashes.of("secret");

    assertThat(hashes.of("secret")).isNotEqualTo(once);
    assertThat(hashes.matches(once, "secret")).isTrue();
    assertThat(hashes.matches(once, "Secret")).isFalse();
  }

  @Test
  void creationIsWrittenToTheSystemLog() {
    Credentials credentials = server.register(Role.VIEWER, Role.ADMIN);

    assertThat(server.store.events).hasSize(1);
    AuditEvent event = server.store.events.get(0);
    assertThat(event.kind()).isEqualTo(AuditEvent.Kind.CLIENT_CREATED);
    assertThat(event.actor()).isEqualTo("root");
    assertThat(event.details())
        .containsEntry("clientId", credentials.clientId())
        .containsEntry("displayName", "Nightly sync")
        .containsEntry("roles", List.of("admin", "viewer"));
    assertThat(event.toString()).doesNotContain(credentials.clientSecret());
  }

  @Test
  void credentialsDoNotShowTheirSecretsWhenPrinted() {
    Credentials credentials = server.register(Role.ADMIN);

    assertThat(credentials.toString())
        .contains(credentials.clientId())
        .doesNotContain(credentials.clientSecret())
        .doesNotContain(credentials.clientKey());
  }

  @Test
  void clientWithoutRolesIsRefused() {
    Throwable failure =
        Await.failure(server.identity.registration().create("Sync", Set.of(), "root"));

    assertThat(failure)
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith("roles is empty");
  }

  @Test
  void blankDisplayNameIsRefused() {
    Throwable failure =
        Await.failure(server.identity.registration().create(" ", Set.of(Role.ADMIN), "root"));

    assertThat(failure).isInstanceOf(RefusedException.class).hasMessageStartingWith("displayName");
  }
}
