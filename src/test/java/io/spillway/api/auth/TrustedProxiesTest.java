package io.spillway.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
  private static final String PROXY = "10.0.0.5";

  private final TrustedProxies proxies =
      TrustedProxies.of(List.of("10.0.0.0/24", "192.168.7.7", "fd00::/8"));

  @Test
  void withoutAHeaderItIsThePeer() throws Exception {
    assertThat(proxies.clientOf(peer(PROXY), headers())).isEqualTo(PROXY);
    assertThat(proxies.clientOf(null, headers())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"203.0.113.9", "10.0.1.5", "192.168.7.8", "2001:db8:0:0:0:0:0:1"})
  void aPeerThatIsNotTrustedNamesNobody(String stranger) throws Exception {
    MultiMap headers =
        headers().add("X-Forwarded-For", "192.0.2.1").add("Forwarded", "for=192.0.2.1");

    assertThat(proxies.clientOf(peer(stranger), headers)).isEqualTo(stranger);
  }

  @Test
  void withoutTrustedProxiesTheHeadersAreIgnored() throws Exception {
    assertThat(
            TrustedProxies.NONE.clientOf(
                peer(PROXY), headers().add("X-Forwarded-For", "192.0.2.1")))
        .isEqualTo(PROXY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.1|192.0.2.1",
        "  192.0.2.1 |192.0.2.1",
        "192.0.2.1:4711|192.0.2.1",
        "2001:db8::1|2001:db8:0:0:0:0:0:1",
        "[2001:db8::1]|2001:db8:0:0:0:0:0:1",
        "[2001:DB8::1]:4711|2001:db8:0:0:0:0:0:1",
        "::ffff:192.0.2.1|192.0.2.1",
        // What the client wrote is to the left of what the proxy adds.
        "198.51.100.7, 192.0.2.1|192.0.2.1",
        "10.0.0.9, 192.0.2.1|192.0.2.1",
        // Proxies are passed over, and only those.
        "198.51.100.7, 192.0.2.1, 10.0.0.6|192.0.2.1",
        "198.51.100.7, 192.0.2.1, 192.168.7.7, fd00::1, 10.0.0.6|192.0.2.1",
        "192.0.2.1, 10.0.1.6, 10.0.0.6|10.0.1.6",
        // All are proxies: the first of them asks for itself.
        "10.0.0.7, 10.0.0.6|10.0.0.7",
      })
  void theLastAddressThatIsNoProxyCounts(String header, String client) throws Exception {
    assertThat(proxies.clientOf(peer(PROXY), headers().add("X-Forwarded-For", header)))
        .isEqualTo(client);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "unknown",
        "_hidden",
        "localhost",
        "192.0.2",
        "192.0.2.256",
        "192.0.2.1:",
        "192.0.2.1:x",
        "192.0.2.1:123456",
        "[2001:db8::1",
        "[192.0.2.1]x",
        "2001:db8::1::2",
        "fe80::1%eth0",
        "192.0.2.1 10.0.0.1",
        "\"192.0.2.1\"",
        "for=192.0.2.1",
        ":",
        "1234"
      })
  void whatIsNoAddressEndsTheSearchAtTheProxyThatReceivedIt(String malformed) throws Exception {
    assertThat(
            proxies.clientOf(
                peer(PROXY),
                headers().add("X-Forwarded-For", "192.0.2.1, " + malformed + ", 10.0.0.6")))
        .isEqualTo("10.0.0.6");
    assertThat(proxies.clientOf(peer(PROXY), headers().add("X-Forwarded-For", malformed)))
        .isEqualTo(PROXY);
  }

  @Test
  void severalHeadersAreOneList() throws Exception {
    MultiMap headers =
        headers().add("X-Forwarded-For", "192.0.2.1").add("X-Forwarded-For", "10.0.0.6");

    assertThat(proxies.clientOf(peer(PROXY), headers)).isEqualTo("192.0.2.1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "for=192.0.2.1|192.0.2.1",
        "For=\"192.0.2.1:4711\"|192.0.2.1",
        "for=192.0.2.1:4711|192.0.2.1",
        "for=\"[2001:db8::1]\"|2001:db8:0:0:0:0:0:1",
        "for=\"[2001:db8::1]:4711\";proto=https|2001:db8:0:0:0:0:0:1",
        "proto=https;by=203.0.113.43; for=192.0.2.1;host=\"a.example:443\"|192.0.2.1",
        "for=198.51.100.7, for=192.0.2.1;by=10.0.0.6, for=10.0.0.6|192.0.2.1",
        // A quote that a client opens does not swallow what the proxy adds.
        "for=\"198.51.100.7, for=192.0.2.1|192.0.2.1",
        "for=198.51.100.7;x=\", for=\"[2001:db8::1]\"|2001:db8:0:0:0:0:0:1",
      })
  void withoutTheUsualHeaderTheStandardOneCounts(String header, String client) throws Exception {
    assertThat(proxies.clientOf(peer(PROXY), headers().add("Forwarded", header))).isEqualTo(client);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "192.0.2.1",
        "by=192.0.2.1",
        "for=unknown",
        "for=_hidden",
        "for=\"_hidden:4711\"",
        "for=192.0.2.1;for=192.0.2.2",
        "for=192.0.2.1;",
        "for=192.0.2.1;x",
        // From a host name that a client made up, and the proxy quoted.
        "host=\"a, for=192.0.2.1\"",
        "host=\"a, for=192.0.2.1;x=y\"",
        "host=\"a, for=192.0.2.1;x=\\\"\"",
      })
  void anElementThatNamesNoAddressEndsTheSearch(String malformed) throws Exception {
    assertThat(
            proxies.clientOf(
                peer(PROXY),
                headers().add("Forwarded", "for=198.51.100.7, " + malformed + ", for=10.0.0.6")))
        .isEqualTo("10.0.0.6");
  }

  /** A proxy that knows only one of them passes the other on as the client sent it. */
  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "unknown"})
  void besideTheUsualHeaderTheStandardOneIsIgnored(String usual) throws Exception {
    MultiMap headers = headers().add("Forwarded", "for=198.51.100.7").add("X-Forwarded-For", usual);

    assertThat(proxies.clientOf(peer(PROXY), headers)).isNotEqualTo("198.51.100.7");
  }

  @Test
  void aProxyOfVersionSixIsTrustedByItsNetwork() throws Exception {
    MultiMap headers = headers().add("X-Forwarded-For", "192.0.2.1");

    assertThat(proxies.clientOf(peer("fd12::3"), headers)).isEqualTo("192.0.2.1");
    assertThat(proxies.clientOf(peer("::ffff:10.0.0.5"), headers)).isEqualTo("192.0.2.1");
    assertThat(proxies.clientOf(peer("fc00::3"), headers)).isEqualTo("fc00:0:0:0:0:0:0:3");
  }

  @Test
  void aZoneIsNoPartOfAnAddress() throws Exception {
    assertThat(
            TrustedProxies.of(List.of("fe80::/10"))
                .clientOf(peer("fe80::1%1"), headers().add("X-Forwarded-For", "192.0.2.1")))
        .isEqualTo("192.0.2.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.5",
        "10.0.0.5/32",
        "10.0.0.5/8",
        "128.0.0.0/1",
        "::1",
        "fd00::/8",
        "fd00::1/128"
      })
  void addressesAndNetworksAreAllowed(String text) {
    assertThat(TrustedProxies.isNetwork(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "proxy",
        "10.0.0",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/8/8",
        "fd00::/129",
        "0.0.0.0/0",
        "::/0",
        "[fd00::1]",
        "fe80::1%1",
        "10.0.0.5:80",
        "10.0.0.0/ 8"
      })
  void nothingElseIs(String text) {
    assertThat(TrustedProxies.isNetwork(text)).isFalse();
    assertThatThrownBy(() -> TrustedProxies.of(List.of(text)))
        .hasMessage("network is '" + text + "', must be an IP address or CIDR");
  }

  private static MultiMap headers() {
    return MultiMap.caseInsensitiveMultiMap();
  }

  private static SocketAddress peer(String address) throws UnknownHostException {
    return SocketAddress.inetSocketAddress(
        new InetSocketAddress(InetAddress.getByName(address), 4711));
  }
}
