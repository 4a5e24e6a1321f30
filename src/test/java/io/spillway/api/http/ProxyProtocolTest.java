package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.api.auth.TrustedProxies;
import io.spillway.api.http.server.HttpSettings;
import io.spillway.api.http.server.HttpTimeouts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A port that expects the PROXY protocol. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProxyProtocolTest {
  private static final String REQUEST =
      "GET /api/v1/automations HTTP/1.1|Host: x|Authorization: Bearer nobody|Connection: close||"
          .replace("|", "\r\n");

  /** Of one address in a minute. */
  private static final int MAX_INVALID = 300;

  @Test
  void theAddressThatATrustedProxyNamesCounts() {
    try (ApiServer server = serverBehind("127.0.0.1")) {
      for (int i = 0; i < MAX_INVALID; i++) {
        assertThat(received(server, "198.51.100.7")).startsWith("HTTP/1.1 401");
      }

      assertThat(received(server, "198.51.100.7")).startsWith("HTTP/1.1 429");
      assertThat(received(server, "198.51.100.8")).startsWith("HTTP/1.1 401");
    }
  }

  @Test
  void nobodyElseCanConnect() {
    try (ApiServer server = serverBehind("192.0.2.1");
        RawClient client = new RawClient(server.port())) {
      assertThat(client.send(proxied("192.0.2.1")).receivedOrReset()).isEmpty();
    }
  }

  @Test
  void aConnectionWithoutItIsClosed() {
    try (ApiServer server = serverBehind("127.0.0.1");
        RawClient client = new RawClient(server.port())) {
      assertThat(client.send(REQUEST).receivedOrReset()).isEmpty();
    }
  }

  private static String received(ApiServer server, String address) {
    try (RawClient client = new RawClient(server.port())) {
      return client.send(proxied(address)).receivedOrReset();
    }
  }

  private static String proxied(String address) {
    return "PROXY TCP4 " + address + " 127.0.0.1 4711 80\r\n" + REQUEST;
  }

  private static ApiServer serverBehind(String proxy) {
    TrustedProxies proxies = TrustedProxies.of(List.of(proxy));
    return new ApiServer(
        new HttpSettings(
            "127.0.0.1",
            0,
            Optional.empty(),
            Set.of(),
            HttpTimeouts.ofRequest(Duration.ofSeconds(30)),
            Optional.of(proxies::trusts)),
        proxies);
  }
}
