package io.spillway.api.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsableJwksTest {
  private static final JsonObject GOOD = Signer.of("ES256", "good").jwk();

  @Test
  void ofAKeyOnlyTheKeyIsTaken() {
    JsonObject rsa =
        Signer.of("RS256", "rsa")
            .jwk()
            .put("x5c", new JsonArray().add("MIIC"))
            .put("x5u", "https://evil.example/cert")
            .put("x5t", "abc")
            .put("d", "private");

    assertThat(UsableJwks.of(set(rsa)).get(0).fieldNames())
        .containsExactlyInAnyOrder("kty", "kid", "use", "alg", "n", "e");
  }

  @Test
  void sharedSecretsAreNoKeys() {
    JsonObject secret =
        new JsonObject().put("kty", "oct").put("kid", "s").put("k", "c2VjcmV0").put("alg", "HS256");

    assertThat(UsableJwks.of(set(secret, GOOD))).containsExactly(GOOD);
  }

  @Test
  void keysToEncryptAreNoKeys() {
    JsonObject encrypting = Signer.of("RS256", "e").jwk().put("use", "enc").put("alg", "RSA-OAEP");

    assertThat(UsableJwks.of(set(encrypting, GOOD))).containsExactly(GOOD);
  }

  @Test
  void shortRsaKeysAreNoKeys() {
    JsonObject weak = Signer.rsa(1024, "weak").jwk();

    assertThat(UsableJwks.of(set(weak, GOOD))).containsExactly(GOOD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HS256", "none", "RS256", "ES384", "ES256K"})
  void aKeyIsNotUsedWithAnAlgorithmOfOthers(String algorithm) {
    JsonObject odd = Signer.of("ES256", "odd").jwk().put("alg", algorithm);

    assertThat(UsableJwks.of(set(odd, GOOD))).containsExactly(GOOD);
  }

  @Test
  void aKeyThatNamesNoAlgorithmIsUsedWithAllThatFit() {
    JsonObject rsa = Signer.of("RS256", "rsa").jwk();
    rsa.remove("alg");
    JsonObject ec = Signer.of("ES384", "ec").jwk();
    ec.remove("alg");

    assertThat(UsableJwks.of(set(rsa, ec)))
        .extracting(jwk -> jwk.getString("alg"))
        .containsExactly("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES384");
  }

  @Test
  void whatIsNoKeyIsPassedOver() {
    JsonObject incomplete = new JsonObject().put("kty", "RSA").put("e", "AQAB");
    JsonObject odd = new JsonObject().put("kty", 7).put("n", new JsonArray());
    JsonArray keys =
        new JsonArray().add("key").addNull().add(incomplete).add(odd).add(new JsonObject());

    assertThat(UsableJwks.of(new JsonObject().put("keys", keys.add(GOOD)))).containsExactly(GOOD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"keys\":{}}", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"oct\"}]}"})
  void aSetWithoutAKeyIsRefused(String set) {
    assertThatThrownBy(() -> UsableJwks.of(new JsonObject(set)))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("the JWK Set has no");
  }

  @Test
  void aSetOfVeryManyKeysIsRefused() {
    assertThatThrownBy(
            () -> UsableJwks.of(set(Collections.nCopies(101, GOOD).toArray(new JsonObject[0]))))
        .hasMessageContaining("has 101 keys, must have at most 100");
  }

  private static JsonObject set(JsonObject... keys) {
    return new JsonObject().put("keys", new JsonArray(List.of(keys)));
  }
}
