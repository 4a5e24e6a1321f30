package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spillway.api.http.server.CertificateReload;
import io.spillway.api.http.server.HttpSettings;
import io.spillway.api.http.server.TlsFiles;
import io.spillway.testing.CapturedLog;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA"})
  void theApiIsServedOverTlsByHttp2(String algorithm) throws Exception {
    KeyPairFiles pair = KeyPairFiles.make(directory, "first", algorithm);
    try (ApiServer server = serverWith(pair.writeTo(directory))) {
      HttpResponse<String> response = get(server, pair);
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(response.headers().firstValue("Strict-Transport-Security").orElseThrow())
          .startsWith("max-age=");
    }
  }

  @Test
  void aChangedPairIsTakenUpAndABrokenOneIsNot() throws Exception {
    KeyPairFiles first = KeyPairFiles.make(directory, "first", "EC");
    KeyPairFiles second = KeyPairFiles.make(directory, "second", "EC");
    TlsFiles files = first.writeTo(directory);
    try (CapturedLog log = CapturedLog.of(CertificateReload.class.getName());
        ApiServer server = serverWith(files)) {
      assertThat(subject(server, first, second)).isEqualTo("CN=first");

      Files.writeString(files.certificate(), second.certificate());
      await().atMost(LIMIT).until(() -> log.lines().toString().contains("is not the key of"));
      assertThat(subject(server, first, second)).isEqualTo("CN=first");

      Files.writeString(files.key(), second.key());
      await().atMost(LIMIT).until(() -> subject(server, first, second).equals("CN=second"));
    }
  }

  @Test
  void aPairThatCannotBeUsedIsNamedWithTheReason() throws Exception {
    KeyPairFiles pair = KeyPairFiles.make(directory, "first", "EC");
    TlsFiles files = pair.writeTo(directory);
    Files.writeString(files.key(), "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n");
    assertThatThrownBy(files::read).hasMessageContaining("PKCS #8").hasMessageContaining(".key");
    Files.writeString(files.certificate(), "nothing");
    assertThatThrownBy(files::read).hasMessageContaining("server.crt");
    Files.delete(files.certificate());
    assertThatThrownBy(files::read).hasMessageContaining("server.crt cannot be read");
  }

  private static ApiServer serverWith(TlsFiles files) {
    return new ApiServer(
        new HttpSettings("127.0.0.1", 0, Optional.of(files), Set.of(), LIMIT), 100);
  }

  private static String subject(ApiServer server, KeyPairFiles... trusted) throws Exception {
    X509Certificate shown =
        (X509Certificate) get(server, trusted).sslSession().orElseThrow().getPeerCertificates()[0];
    return shown.getSubjectX500Principal().getName();
  }

  /** Over a new connection, by a client that trusts only these. */
  private static HttpResponse<String> get(ApiServer server, KeyPairFiles... trusted)
      throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (KeyPairFiles pair : trusted) {
      store.setCertificateEntry(pair.certificate(), pair.parsed());
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder()
        .sslContext(context)
        .build()
        .send(
            HttpRequest.newBuilder(
                    URI.create("https://127.0.0.1:" + server.port() + "/api/v1/automations"))
                .header("Authorization", "Bearer admin")
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
