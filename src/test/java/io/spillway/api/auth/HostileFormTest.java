package io.spillway.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile bodies of token requests. */
class HostileFormTest {
  private static final String FORM = "application/x-www-form-urlencoded";

  private final AuthServer server = new AuthServer();

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "client_id, %00",
    "client_id, admin%00",
    "client_id, %ff%fe",
    "client_id, %c0%80",
    "client_id, %ed%a0%80",
    "client_secret, %00",
    "client_secret, %e9",
    "client_assertion, a%00",
    "grant_type, client_credentials%00",
    "scope, %00"
  })
  void nulAndWhatIsNoUtf8AreRefusedBeforeTheStoreIsAsked(String name, String value) {
    String form =
        "grant_type=client_credentials&client_id=c&client_secret=s&scope=x"
            .replaceFirst("(?<=^|&)" + name + "=[^&]*&?", "");

    HttpResponse<Buffer> response = post(FORM, Buffer.buffer(form + "&" + name + "=" + value));

    assertRefused(response, 400, "parameter " + name + " holds a NUL or is not valid UTF-8");
    assertThat(server.store.clientReads).hasValue(0);
    assertThat(server.audit.events).isEmpty();
  }

  @Test
  void bytesThatAreNoUtf8AreRefusedUnescapedToo() {
    Buffer form =
        Buffer.buffer("grant_type=client_credentials&client_secret=s&client_id=a")
            .appendByte((byte) 0xff);

    assertRefused(post(FORM, form), 400, "parameter client_id holds a NUL or is not valid UTF-8");
  }

  @Test
  void assertionAboveEightKilobytesIsRefused() {
    Credentials credentials = server.register(Role.ADMIN);
    JsonObject claims = server.assertionClaims(credentials);

    assertThat(postAssertion(credentials, claims.copy().put("pad", "x".repeat(5_500))).statusCode())
        .isEqualTo(200);
    assertRefused(
        postAssertion(credentials, claims.copy().put("pad", "x".repeat(6_200))),
        400,
        "at most 256 parameters of at most 8 KiB each");
  }

  @Test
  void formOfThousandsOfParametersIsRefused() {
    assertRefused(post(FORM, Buffer.buffer("a=&".repeat(10_000))), 400, "at most 256 parameters");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "multipart/form-data; boundary=b",
        "text/plain",
        "application/x-www-form-urlencodedx"
      })
  void onlyAFormIsRead(String type) {
    String body =
        type.startsWith("multipart")
            ? "--b\r\nContent-Disposition: form-data; name=\"client_id\"\r\n\r\nc\r\n--b--\r\n"
            : "{\"grant_type\":\"client_credentials\"}";

    assertRefused(post(type, Buffer.buffer(body)), 400, "Content-Type must be " + FORM);
  }

  private HttpResponse<Buffer> postAssertion(Credentials credentials, JsonObject claims) {
    return server.post(
        AuthServer.assertionForm(credentials.clientId(), AuthServer.sign(credentials, claims)));
  }

  private HttpResponse<Buffer> post(String type, Buffer body) {
    return Await.result(server.request().putHeader("Content-Type", type).sendBuffer(body));
  }

  private static void assertRefused(HttpResponse<Buffer> response, int status, String why) {
    assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(status);
    assertThat(response.bodyAsJsonObject().getString("error")).isEqualTo("invalid_request");
    assertThat(response.bodyAsJsonObject().getString("error_description")).contains(why);
  }
}
