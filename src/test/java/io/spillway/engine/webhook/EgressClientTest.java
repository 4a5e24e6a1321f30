package io.spillway.engine.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.engine.step.StepCancellation;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.SelfSignedCertificate;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Names and what they lead to. */
class EgressClientTest {
  private final Vertx vertx = Vertx.vertx();
  private final HostileReceiver receiver = new HostileReceiver(vertx, new HttpServerOptions());
  private final List<List<String>> addresses = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /** Answers look-ups in turn. */
  private Future<List<InetAddress>> resolve(String host) {
    if (addresses.isEmpty()) {
      return Future.failedFuture(new UnknownHostException(host));
    }
    return Future.succeededFuture(
        addresses.remove(0).stream().map(EgressClientTest::address).toList());
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new AssertionError(text, e);
    }
  }

  private EgressClient client(Optional<ProxyOptions> proxy, HttpClientOptions options) {
    return new EgressClient(
        vertx, EgressPolicy.of(List.of("127.0.0.1/32")), this::resolve, proxy, options);
  }

  private static Future<EgressAnswer> send(EgressClient client, String url) {
    return client.send(
        new EgressRequest(
            URI.create(url), "POST", Map.of(), Buffer.buffer("{}"), Duration.ofSeconds(15)),
        new StepCancellation());
  }

  private static String codeOf(Future<EgressAnswer> sent) {
    Object failure =
        sent.toCompletionStage()
            .toCompletableFuture()
            .handle((answer, cause) -> cause)
            .orTimeout(20, TimeUnit.SECONDS)
            .join();
    assertThat(failure).isInstanceOf(EgressException.class);
    return ((EgressException) failure).code();
  }

  private static EgressAnswer await(Future<EgressAnswer> sent) {
    return sent.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  private void names(String... each) {
    addresses.add(Arrays.asList(each));
  }

  @Test
  void aNameIsLookedUpAndCheckedAtEachRequest() {
    EgressClient client = client(Optional.empty(), new HttpClientOptions());
    String url = "http://tickets.example:" + receiver.port() + "/a?b=c";
    names("127.0.0.1");
    names("169.254.169.254");

    assertThat(await(send(client, url)).status()).isEqualTo(200);
    assertThat(codeOf(send(client, url))).isEqualTo("DESTINATION_REFUSED");

    assertThat(receiver.received).hasSize(1);
    assertThat(receiver.received.get(0).header("host"))
        .isEqualTo("tickets.example:" + receiver.port());
    assertThat(receiver.received.get(0).request().uri()).isEqualTo("/a?b=c");
  }

  @Test
  void aNameWithOneForbiddenAddressIsNotConnectedTo() {
    EgressClient client = client(Optional.empty(), new HttpClientOptions());
    names("127.0.0.1", "10.0.0.1");

    assertThat(codeOf(send(client, "http://tickets.example:" + receiver.port() + "/")))
        .isEqualTo("DESTINATION_REFUSED");
    assertThat(receiver.received).isEmpty();
  }

  @Test
  void aNameWithoutAnAddressIsNamedAsSuch() {
    assertThat(
            codeOf(
                send(
                    client(Optional.empty(), new HttpClientOptions()), "https://nowhere.example/")))
        .isEqualTo("UNKNOWN_HOST");
  }

  @Test
  @SuppressWarnings("removal") // Vert.x has nothing else that makes a certificate.
  void theCertificateMustBeForTheNameNotTheAddress() {
    SelfSignedCertificate certificate = SelfSignedCertificate.create("tickets.example");
    HostileReceiver tls =
        new HostileReceiver(
            vertx,
            new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate.keyCertOptions()));
    EgressClient client =
        client(
            Optional.empty(), new HttpClientOptions().setTrustOptions(certificate.trustOptions()));
    names("127.0.0.1");
    names("127.0.0.1");

    assertThat(await(send(client, "https://tickets.example:" + tls.port() + "/")).status())
        .isEqualTo(200);
    assertThat(codeOf(send(client, "https://other.example:" + tls.port() + "/")))
        .isEqualTo("TLS_FAILED");
    assertThat(tls.received).hasSize(1);
  }

  @Test
  void publicAddressesAreReachedThroughTheProxyByTheAddressThatWasChecked() {
    List<String> connects = new CopyOnWriteArrayList<>();
    NetServer proxy =
        vertx
            .createNetServer()
            .connectHandler(
                socket ->
                    socket.handler(
                        bytes -> {
                          connects.add(bytes.toString().split("\r\n", 2)[0]);
                          socket.end(Buffer.buffer("HTTP/1.1 403 Forbidden\r\n\r\n"));
                        }))
            .listen(0, "127.0.0.1")
            .await();
    EgressClient client =
        client(
            Optional.of(new ProxyOptions().setHost("127.0.0.1").setPort(proxy.actualPort())),
            new HttpClientOptions());
    names("8.8.8.8");
    names("127.0.0.1");

    codeOf(send(client, "https://tickets.example/"));
    assertThat(connects).containsExactly("CONNECT 8.8.8.8:443 HTTP/1.1");
    assertThat(await(send(client, "http://own.example:" + receiver.port() + "/")).status())
        .isEqualTo(200);
    assertThat(connects).hasSize(1);
  }
}
