package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientsTest {
  private static final String CLIENTS = "/api/v1/clients";
  private static final String KEY = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

  @RegisterExtension private static final ApiServer server = new ApiServer();

  @Test
  void aSecretIsToldOnce() {
    JsonObject answer = create("{\"displayName\":\"Sync\",\"roles\":[\"viewer\"]}");
    String id = answer.getJsonObject("client").getString("id");

    assertThat(answer.getString("clientSecret")).hasSize(43);
    assertThat(answer.containsKey("clientKey")).isFalse();
    String read = server.get(CLIENTS + "/" + id.replace("/", "%2F").replace("@", "%40")).body();
    assertThat(new JsonObject(read).getJsonObject("client"))
        .isEqualTo(answer.getJsonObject("client"));
    assertThat(read).doesNotContain(answer.getString("clientSecret"));
    assertThat(server.get(CLIENTS).body()).contains(id).doesNotContain("clientSecret");
  }

  @Test
  void aKeyIsToldInTheFormOfTheSdks() {
    JsonObject answer =
        create("{\"displayName\":\"Sync\",\"roles\":[\"viewer\"],\"kind\":\"key\"}");

    assertThat(answer.getString("clientKey")).startsWith("secret-token:conductorone.com:v1:");
    assertThat(answer.containsKey("clientSecret")).isFalse();
    assertThat(answer.getJsonObject("client").getJsonArray("kinds")).containsExactly("key");
  }

  @Test
  void aKeyIsTakenByItsValueAndNothingIsFetchedForIt() throws IOException {
    try (ServerSocketChannel elsewhere = ServerSocketChannel.open()) {
      elsewhere.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      elsewhere.configureBlocking(false);
      String address =
          "http://127.0.0.1:%d/jwks.json"
              .formatted(((InetSocketAddress) elsewhere.getLocalAddress()).getPort());
      JsonObject key = new JsonObject().put("kty", "OKP").put("crv", "Ed25519").put("x", KEY);
      for (String name : List.of("jku", "x5u", "kid", "x5c", "jwks_uri")) {
        key.put(name, address);
      }
      JsonObject order =
          new JsonObject()
              .put("displayName", "S")
              .put("roles", new JsonArray().add("viewer"))
              .put("publicKey", key);

      String id = create(order.encode()).getJsonObject("client").getString("id");
      HttpResponse<String> byAddress =
          server.post(CLIENTS, order.copy().put("publicKey", address).encode());
      HttpResponse<String> withUri =
          server.post(CLIENTS, order.copy().put("jwksUri", address).encode());

      assertThat(Objects.requireNonNull(server.store.identity.clients.get(id)).publicKey())
          .contains(KEY)
          .doesNotContain(address);
      BadInputTest.assertRefused(byAddress, 400, 3, "publicKey is a string, must be an object");
      BadInputTest.assertRefused(withUri, 400, 3, "unknown field \"jwksUri\"");
      assertThat(elsewhere.accept()).isNull();
    }
  }

  @Test
  void theFirstPartOfTheIdIsEnough() {
    assertThat(ApiServer.json(server.get(CLIENTS + "/c1")).getJsonObject("client").getString("id"))
        .isEqualTo("c1@localhost/pcc");
  }

  @Test
  void pagesShowEveryClientOnce() {
    for (int i = 0; i < 3; i++) {
      create("{\"displayName\":\"n" + i + "\",\"roles\":[\"viewer\"]}");
    }
    java.util.Set<String> seen = new java.util.TreeSet<>();
    String token = "";
    int pages = 0;
    do {
      JsonObject page = ApiServer.json(server.get(CLIENTS + "?pageSize=3&pageToken=" + token));
      page.getJsonArray("list").forEach(c -> seen.add(((JsonObject) c).getString("id")));
      token = page.getString("nextPageToken");
      pages++;
    } while (!token.isEmpty());

    assertThat(seen).hasSize(4);
    assertThat(pages).isEqualTo(2);
  }

  @Test
  void scopesMustBeAutomations() {
    BadInputTest.assertRefused(
        server.post(
            CLIENTS, "{\"displayName\":\"S\",\"roles\":[\"viewer\"],\"scopes\":[\"a1\",\"a9\"]}"),
        400,
        3,
        "scopes contains \"a9\", must be ids of automations");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'roles':['viewer']} | displayName has 0 characters",
        "{'displayName':'S'} | roles is empty",
        "{'displayName':'S','roles':['owner']} | must be worker, viewer, operator or admin",
        "{'displayName':'S','roles':['worker','viewer']} | must have one of them, or operator",
        "{'displayName':'S','roles':['viewer'],'kind':'both'} | must be secret or key",
        "{'displayName':'S','roles':['viewer'],'kind':'secret','publicKey':{}} | the kind key",
        "{'displayName':'S','roles':['viewer'],'publicKey':{'kty':'RSA'}} | must be an Ed25519",
        "{'displayName':'S','roles':['viewer'],'publicKey':{'d':'x'}} | the private key, must have only"
      })
  void whatIsWrongIsNamed(String body, String message) {
    BadInputTest.assertRefused(server.post(CLIENTS, body.replace('\'', '"')), 400, 3, message);
  }

  @Test
  void revokingTheLastAdministratorIsRefused() {
    JsonObject admin = create("{\"displayName\":\"Root\",\"roles\":[\"admin\"]}");
    String name = admin.getJsonObject("client").getString("id").split("@", -1)[0];

    BadInputTest.assertRefused(
        server.send("DELETE", CLIENTS + "/" + name, ""), 400, 9, "is the last administrator");
  }

  @Test
  void aRevokedClientStaysInTheListAndIsNotRotated() {
    assertThat(server.send("DELETE", CLIENTS + "/c1", "").body()).isEqualTo("{}");
    assertThat(server.send("DELETE", CLIENTS + "/c1", "").statusCode()).isEqualTo(200);

    HttpResponse<String> read = server.get(CLIENTS + "/c1");
    assertThat(ApiServer.json(read).getJsonObject("client").getString("revokedAt")).isNotEmpty();
    BadInputTest.assertRefused(
        server.post(CLIENTS + "/c1/rotate", "{}"), 400, 9, "is revoked, which is for good");
  }

  @Test
  void aClientThatIsNotThereIsNotFound() {
    BadInputTest.assertRefused(server.get(CLIENTS + "/nobody"), 404, 5, "does not exist");
    BadInputTest.assertRefused(
        server.send("DELETE", CLIENTS + "/nobody", ""), 404, 5, "does not exist");
    BadInputTest.assertRefused(
        server.post(CLIENTS + "/nobody/rotate", ""), 404, 5, "does not exist");
  }

  private static JsonObject create(String body) {
    HttpResponse<String> response = server.post(CLIENTS, body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return ApiServer.json(response);
  }
}
