package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignInTest {
  private static final String START = "/auth/v1/provider/authorize";
  private static final String BACK = "redirect_uri=https%3A%2F%2Fspillway.example%2Fsigned-in";
  private static final String STATE = "state=0123456789abcdef";
  private static final String CHALLENGE =
      "code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";

  /** The parameters of a browser. */
  static final String QUERY = String.join("&", BACK, STATE, CHALLENGE);

  @RegisterExtension static final ApiServer SERVER = new ApiServer();

  @Test
  void anybodyIsToldWhereToSignIn() {
    HttpResponse<String> answer = get("/auth/v1/provider");

    assertThat(ApiServer.json(answer))
        .isEqualTo(new JsonObject().put("signInIssuer", "https://id.example"));
  }

  @Test
  void aBrowserIsSentToTheProvider() {
    HttpResponse<String> answer = start(QUERY);

    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("Location"))
        .contains(
            "https://id.example/authorize?https://spillway.example/signed-in&0123456789abcdef"
                + "&E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "redirect_uri, javascript:alert(1)",
    "redirect_uri, //elsewhere.example/",
    "redirect_uri, https://user@elsewhere.example/",
    "redirect_uri, https://spillway.example/%23fragment",
    "redirect_uri, ''",
    "state, short",
    "state, 0123456789abcdef%0d%0a",
    "code_challenge, E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c",
    "code_challenge_method, plain"
  })
  void whatIsNotAsItMustBeIsRefusedByName(String name, String value) {
    HttpResponse<String> answer = start(name + "=" + value, QUERY);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(ApiServer.json(answer).getString("message"))
        .startsWith(name + " is ")
        .contains("must be");
  }

  private static HttpResponse<String> start(String... parameters) {
    return get(START + "?" + String.join("&", parameters));
  }

  private static HttpResponse<String> get(String path) {
    return SERVER.send(SERVER.request("GET", path, ""));
  }
}
