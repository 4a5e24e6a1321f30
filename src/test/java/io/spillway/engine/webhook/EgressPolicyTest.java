package io.spillway.engine.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressPolicyTest {
  private static final EgressPolicy NONE = EgressPolicy.of(List.of());
  private static final URI HTTPS = URI.create("https://hooks.example/a");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "127.0.0.1",
        "127.255.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2001::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "3fff::1",
        "100::1"
      })
  void addressesThatAreNotPublicAreRefused(String address) throws UnknownHostException {
    assertThat(NONE.refusal(HTTPS, address(address))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1", "2a00:1450::5"})
  void publicAddressesAreReachedByHttpsOn443Only(String address) throws UnknownHostException {
    InetAddress to = address(address);

    assertThat(NONE.refusal(HTTPS, to)).isEmpty();
    assertThat(NONE.refusal(URI.create("https://hooks.example:8443/a"), to)).isPresent();
    assertThat(NONE.refusal(URI.create("http://hooks.example/a"), to)).isPresent();
    assertThat(NONE.refusal(URI.create("http://hooks.example:443/a"), to)).isPresent();
  }

  private static InetAddress address(String literal) throws UnknownHostException {
    return InetAddress.getAllByName(literal)[0];
  }

  @Test
  void networksOfOnesOwnAreReachedAtTheirPort() throws UnknownHostException {
    EgressPolicy policy =
        EgressPolicy.of(List.of("127.0.0.1/32:9000", "10.1.0.0/16", "[fd00::/8]:443"));
    InetAddress loopback = address("127.0.0.1");

    assertThat(policy.refusal(URI.create("http://a:9000/"), loopback)).isEmpty();
    assertThat(policy.refusal(URI.create("http://a:9001/"), loopback)).isPresent();
    assertThat(policy.refusal(URI.create("http://a:9000/"), address("127.0.0.2"))).isPresent();
    assertThat(policy.refusal(URI.create("http://a:81/"), address("10.1.9.9"))).isEmpty();
    assertThat(policy.refusal(URI.create("https://a/"), address("fd00::9"))).isEmpty();
    assertThat(policy.refusal(URI.create("https://a:444/"), address("fd00::9"))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:8.8.8.8]/",
        "http://hooks.example/",
        "https://hooks.example:8443/",
        "http://8.8.8.8/",
        "https://169.254.169.254/latest"
      })
  void whatIsKnownToBeRefusedIsRefusedWhenItIsSaved(String url) {
    assertThatThrownBy(() -> NONE.check(URI.create(url)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--egress-allow");
  }

  @Test
  void namesAreLeftToEachRequest() {
    assertThatCode(() -> NONE.check(HTTPS)).doesNotThrowAnyException();
    assertThatCode(
            () -> EgressPolicy.of(List.of("10.0.0.0/8")).check(URI.create("http://intern:81/")))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "host",
        "127.0.0.1/33",
        "127.0.0.1:0",
        "127.0.0.1:65536",
        "fd00::/129",
        "1.2.3/8",
        "[::1"
      })
  void otherTextsAreNoNetworks(String text) {
    assertThat(EgressPolicy.isNetwork(text)).isFalse();
  }
}
