package io.spillway.api.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiscoveryTest {
  private static final String ISSUER = "http://127.0.0.1:8180/realms/x";

  @ParameterizedTest
  @CsvSource({
    "https://id.example, https://id.example/.well-known/openid-configuration",
    "https://id.example/, https://id.example/.well-known/openid-configuration",
    "https://id.example/realms/x, https://id.example/realms/x/.well-known/openid-configuration"
  })
  void theDocumentIsBelowTheIssuer(String issuer, String address) {
    assertThat(Discovery.addressOf(issuer)).hasToString(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:8180/keys",
        "HTTP://127.0.0.1:8180/keys",
        "https://127.0.0.1:8180/keys",
        "https://keys.example/jwks?a=b"
      })
  void keysAreReadFromTheIssuersOriginOrByHttps(String address) {
    assertThat(Discovery.read(document(ISSUER, address), ISSUER).keys()).hasToString(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:8181/keys",
        "http://127.0.0.1/keys",
        "http://169.254.169.254/latest/meta-data",
        "http://localhost:8180/keys",
        "http://127.0.0.1:8180@evil.example/keys",
        "https://user:password@keys.example/",
        "file:///etc/passwd",
        "ftp://127.0.0.1:8180/keys",
        "/keys",
        "//127.0.0.1:8180/keys",
        "https:///keys",
        "https://keys.example/ with space",
        ""
      })
  void keysAreReadFromNowhereElse(String address) {
    assertThatThrownBy(() -> Discovery.read(document(ISSUER, address), ISSUER))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("must be an https URL or of the issuer's origin");
  }

  @Test
  void usualPortsAreTheSameGivenOrNot() {
    String issuer = "http://localhost";

    assertThat(Discovery.read(document(issuer, "http://LOCALHOST:80/k"), issuer).keys())
        .hasToString("http://LOCALHOST:80/k");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://127.0.0.1:8180/realms/x/", "http://127.0.0.1:8180/realms/X", "https://e"})
  void theDocumentOfAnotherIssuerIsRefused(String issuer) {
    assertThatThrownBy(() -> Discovery.read(document(issuer, ISSUER + "/keys"), ISSUER))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining(issuer)
        .hasMessageContaining("must be \"" + ISSUER + "\"");
  }

  @Test
  void aDocumentThatSaysNothingIsRefused() {
    assertThatThrownBy(() -> Discovery.read(new JsonObject(), ISSUER))
        .isInstanceOf(ProviderException.class);
    assertThatThrownBy(() -> Discovery.read(new JsonObject().put("issuer", ISSUER), ISSUER))
        .isInstanceOf(ProviderException.class);
  }

  private static JsonObject document(String issuer, String keys) {
    return new JsonObject().put("issuer", issuer).put("jwks_uri", keys);
  }
}
