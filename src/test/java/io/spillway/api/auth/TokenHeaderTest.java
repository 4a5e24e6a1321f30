package io.spillway.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.api.auth.jose.Ed25519Jwk;
import io.spillway.domain.automation.Refusal;
import io.spillway.domain.automation.RefusedException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile headers of tokens and assertions. */
class TokenHeaderTest {
  private final AuthServer server = new AuthServer();
  private final KeyPair stranger = Ed25519Jwk.generate();
  private ServerSocketChannel elsewhere;
  private Credentials credentials;

  @BeforeEach
  void open() throws IOException {
    credentials = server.register(Role.ADMIN);
    elsewhere = ServerSocketChannel.open();
    elsewhere.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    elsewhere.configureBlocking(false);
  }

  @AfterEach
  void close() throws IOException {
    elsewhere.close();
    server.close();
  }

  @Test
  void keyThatTheHeaderBringsAlongIsNotBelieved() {
    JsonObject brought = Ed25519Jwk.publicPart(Ed25519Jwk.ofPair(stranger)).put("kid", "mine");

    assertStrangerRefused(Jwts.eddsa().put("jwk", brought));
    assertStrangerRefused(Jwts.eddsa().put("jwk", brought).put("kid", "mine"));
    assertStrangerRefused(Jwts.eddsa().put("x5c", new JsonArray().add("MIIB")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jku", "x5u", "kid", "iss"})
  void addressInTheHeaderIsNeverAsked(String member) throws IOException {
    JsonObject header = Jwts.eddsa().put(member, address());

    assertStrangerRefused(header);
    assertThat(postAssertion(header, privateKey()).statusCode()).isEqualTo(200);
    assertThat(elsewhere.accept()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../../../../../dev/null",
        "/etc/passwd",
        "' OR '1'='1",
        "x'; DROP TABLE server_key; --",
        "\u0000",
        "\ud800",
        "",
        "%00"
      })
  void kidIsOnlyEverCompared(String kid) {
    assertStrangerRefused(Jwts.eddsa().put("kid", kid));
  }

  @Test
  void kidNeedNotEvenBeAString() {
    assertStrangerRefused(Jwts.eddsa().put("kid", 7));
    assertStrangerRefused(Jwts.eddsa().putNull("kid"));
    assertStrangerRefused(Jwts.eddsa().put("kid", new JsonObject().put("a", 1)));
    assertStrangerRefused(Jwts.eddsa().put("kid", new JsonArray().add(1)));
  }

  @Test
  void kidOfTenKilobytesIsTooLongForAToken() {
    JsonObject header = Jwts.eddsa().put("kid", "k".repeat(10_240));

    assertTokenRefused(header, serverKey(), "characters, must have at most 8192");
    assertThat(postAssertion(header, privateKey()).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none", "None", "NONE", "", "eddsa", "EDDSA", "EdDSA ", "Ed25519", "Ed448", "HS256",
        "HS512", "RS256", "PS512", "ES256", "ES256K"
      })
  void algorithmOutsideTheListIsRefusedEvenIfTheSignatureIsRight(String alg) {
    JsonObject header = new JsonObject().put("alg", alg);

    assertTokenRefused(header, serverKey(), ", must be EdDSA");
    assertAssertionRefused(header, privateKey(), ", must be EdDSA");
  }

  @Test
  void algorithmMustBeNamedAndAString() {
    for (JsonObject header :
        List.of(
            new JsonObject(),
            new JsonObject().putNull("alg"),
            new JsonObject().put("alg", 1),
            new JsonObject().put("alg", new JsonArray().add("EdDSA")))) {
      assertTokenRefused(header, serverKey(), ", must be EdDSA");
      assertAssertionRefused(header, privateKey(), ", must be EdDSA");
    }
  }

  @Test
  void criticalExtensionsAreRefusedWhateverTheyAre() {
    for (Object crit :
        List.of(
            new JsonArray().add("unknown"),
            new JsonArray().add("b64"),
            new JsonArray().add("exp"),
            new JsonArray(),
            "exp")) {
      JsonObject header = Jwts.eddsa().put("crit", crit).put("unknown", 1).put("b64", true);

      assertTokenRefused(header, serverKey(), "critical extensions (crit)");
      assertAssertionRefused(header, privateKey(), "critical extensions (crit)");
    }
  }

  /** A header that is accepted with the right signature, and refused with another. */
  private void assertStrangerRefused(JsonObject header) {
    assertTokenRefused(header, stranger.getPrivate(), "was not signed by this server");
    assertAssertionRefused(header, stranger.getPrivate(), "client authentication failed");
  }

  private void assertTokenRefused(JsonObject header, PrivateKey key, String why) {
    AccessTokens tokens = server.identity.accessTokens();
    JsonObject claims = Jwts.part(tokens.issue(server.client(credentials)), 1);
    RefusedException refused =
        (RefusedException) Await.failure(tokens.verify(Jwts.signed(header, claims, key)));
    assertThat(refused.refusal().reason()).isEqualTo(Refusal.Reason.UNAUTHENTICATED);
    assertThat(refused.refusal().message()).contains(why);
  }

  private void assertAssertionRefused(JsonObject header, PrivateKey key, String why) {
    HttpResponse<Buffer> response = postAssertion(header, key);
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.bodyAsJsonObject().getString("error")).isEqualTo("invalid_client");
    assertThat(response.bodyAsJsonObject().getString("error_description")).contains(why);
  }

  private HttpResponse<Buffer> postAssertion(JsonObject header, PrivateKey key) {
    String assertion = Jwts.signed(header, server.assertionClaims(credentials), key);
    return server.post(AuthServer.assertionForm(credentials.clientId(), assertion));
  }

  private PrivateKey privateKey() {
    return AuthServer.keyOf(credentials).getPrivate();
  }

  private PrivateKey serverKey() {
    return server.serverKey().getPrivate();
  }

  private String address() throws IOException {
    return "http://127.0.0.1:%d/jwks.json"
        .formatted(((InetSocketAddress) elsewhere.getLocalAddress()).getPort());
  }
}
