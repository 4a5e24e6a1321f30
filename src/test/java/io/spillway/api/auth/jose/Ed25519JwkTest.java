package io.spillway.api.auth.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class Ed25519JwkTest {
  /** RFC 8037, appendix A.1. */
  private static final JsonObject PUBLISHED =
      new JsonObject()
          .put("kty", "OKP")
          .put("crv", "Ed25519")
          .put("d", "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A")
          .put("x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");

  @Test
  void publishedKeyIsReadAndWrittenUnchanged() {
    assertThat(Ed25519Jwk.ofPair(Ed25519Jwk.keyPair(PUBLISHED))).isEqualTo(PUBLISHED);
  }

  @Test
  void publishedKeyHasThePublishedThumbprint() {
    assertThat(Ed25519Jwk.thumbprint(PUBLISHED))
        .isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
  }

  @Test
  void publishedKeyMakesThePublishedSignature() throws Exception {
    // RFC 8037, appendix A.4.
    String input = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
    Signature ed25519 = Signature.getInstance("Ed25519");
    ed25519.initSign(Ed25519Jwk.keyPair(PUBLISHED).getPrivate());
    ed25519.update(input.getBytes(StandardCharsets.US_ASCII));

    assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(ed25519.sign()))
        .isEqualTo(
            "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
  }

  @Test
  void generatedPairsSurviveTheRoundTripWithEitherParityOfX() {
    Set<Boolean> parities = new HashSet<>();
    for (int i = 0; i < 64; i++) {
      KeyPair pair = Ed25519Jwk.generate();
      KeyPair read = Ed25519Jwk.keyPair(Ed25519Jwk.ofPair(pair));

      EdECPublicKey written = (EdECPublicKey) pair.getPublic();
      parities.add(written.getPoint().isXOdd());
      EdECPoint point = ((EdECPublicKey) read.getPublic()).getPoint();
      assertThat(point.getY()).isEqualTo(written.getPoint().getY());
      assertThat(point.isXOdd()).isEqualTo(written.getPoint().isXOdd());
      assertThat(((EdECPrivateKey) read.getPrivate()).getBytes().orElseThrow())
          .isEqualTo(((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow());
    }
    assertThat(parities).containsExactlyInAnyOrder(true, false);
  }

  @Test
  void smallYIsPaddedToThirtyTwoBytes() {
    // y = 1, the neutral element: one byte as a number, 32 on the wire.
    String x = "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    JsonObject jwk = new JsonObject().put("kty", "OKP").put("crv", "Ed25519").put("x", x);

    assertThat(Ed25519Jwk.ofPublic(Ed25519Jwk.publicKey(jwk)).getString("x")).isEqualTo(x);
  }

  @Test
  void publicPartHasNoD() {
    assertThat(Ed25519Jwk.publicPart(PUBLISHED).fieldNames()).containsExactly("kty", "crv", "x");
  }

  @Test
  void otherCurveIsRefused() {
    assertThatThrownBy(() -> Ed25519Jwk.publicKey(PUBLISHED.copy().put("crv", "Ed448")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("crv");
  }

  @Test
  void keyOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> Ed25519Jwk.publicKey(PUBLISHED.copy().put("x", "AQAA")))
        .hasMessage("JWK member x has 3 bytes, must have 32");
  }

  @Test
  void missingPrivatePartIsRefused() {
    assertThatThrownBy(() -> Ed25519Jwk.keyPair(Ed25519Jwk.publicPart(PUBLISHED)))
        .hasMessage("JWK has no member d");
  }
}
