package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.api.http.server.HttpSettings;
import io.spillway.domain.execution.ExecutionState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which responses are compressed, for clients that accept it. */
class CompressionTest {
  private static final String EXECUTION = "/api/v1/automation_executions/1";
  private static final String EXPORT = "/api/v1/systemlog/export";

  @RegisterExtension private static final ApiServer server = new ApiServer();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeEach
  void aLongExecution() {
    server.executions.add(1, "a1", ExecutionState.DONE, context(2_000));
  }

  @ParameterizedTest
  @ValueSource(ints = {1_100, 30_000, 200_000})
  void aLongResponseIsCompressed(int length) throws Exception {
    server.executions.add(1, "a1", ExecutionState.DONE, context(length));
    HttpResponse<byte[]> plain = get(EXECUTION, "identity");

    HttpResponse<byte[]> compressed = get(EXECUTION, "br, gzip;q=0.9");

    assertThat(header(compressed, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(compressed, "Content-Type")).isEqualTo("application/json");
    assertThat(header(compressed, "Vary")).isEqualTo("accept-encoding");
    assertThat(compressed.body()).hasSizeLessThan(plain.body().length / 2);
    assertThat(decoded(compressed)).isEqualTo(text(plain));
  }

  @Test
  void aResponseIsNotCompressedUnlessAskedFor() throws Exception {
    HttpResponse<byte[]> response = get(EXECUTION, "gzip;q=0");

    assertThat(header(response, "Content-Encoding")).isEmpty();
    assertThat(header(response, "Vary")).isEqualTo("accept-encoding");
    assertThat(text(response)).contains("xxxx");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/automations",
        "/api/v1/automations/none",
        "/health/live",
        "/docs/start.js"
      })
  void aShortResponseIsNotCompressed(String path) throws Exception {
    HttpResponse<byte[]> response = get(path, "gzip");

    assertThat(response.body()).hasSizeLessThanOrEqualTo(1_024);
    assertThat(header(response, "Content-Encoding")).isEmpty();
  }

  @Test
  void theResponseToHeadHasTheHeadersOfTheCompressedOne() throws Exception {
    HttpResponse<byte[]> response =
        http.send(
            request(EXECUTION, "gzip").method("HEAD", HttpRequest.BodyPublishers.noBody()).build(),
            BodyHandlers.ofByteArray());

    assertThat(header(response, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(response, "Content-Length"))
        .isEqualTo(header(get(EXECUTION, "gzip"), "Content-Length"));
  }

  @Test
  void aLongExportIsCompressed() throws Exception {
    server.store.events.addAll(ApiSamples.events(1_000));
    HttpResponse<byte[]> plain = get(EXPORT, "identity");

    HttpResponse<byte[]> compressed = get(EXPORT, "gzip");

    assertThat(header(compressed, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(compressed, "Content-Type")).isEqualTo("application/x-ndjson");
    assertThat(header(compressed, "Vary")).isEqualTo("accept-encoding");
    assertThat(text(plain).lines()).hasSize(1_000);
    assertThat(decoded(compressed)).isEqualTo(text(plain));
  }

  @Test
  void aShortExportIsNotCompressed() throws Exception {
    server.store.events.addAll(ApiSamples.events(1));

    HttpResponse<byte[]> response = get(EXPORT, "gzip");

    assertThat(response.body()).isNotEmpty().hasSizeLessThanOrEqualTo(1_024);
    assertThat(header(response, "Content-Encoding")).isEmpty();
  }

  @Test
  void eventsAreNotCompressed() throws Exception {
    server.store.resolutions.add(ApiSamples.finished("r1"));

    HttpResponse<byte[]> response =
        http.send(
            request("/api/v1/automations/a1/circuit_breaker/resolutions/r1", "gzip")
                .header("Accept", "text/event-stream")
                .build(),
            BodyHandlers.ofByteArray());

    assertThat(header(response, "Content-Encoding")).isEmpty();
    assertThat(text(response)).startsWith("event: resolution");
  }

  @Test
  void aFileHasAWeakTagInBothForms() throws Exception {
    HttpResponse<byte[]> compressed = get("/docs/swagger-ui.css", "gzip");
    HttpResponse<byte[]> plain = get("/docs/swagger-ui.css", "identity");

    assertThat(header(compressed, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(compressed, "ETag")).startsWith("W/").isEqualTo(header(plain, "ETag"));
    assertThat(decoded(compressed)).isEqualTo(text(plain));
  }

  @Test
  void theOtherReasonToVaryIsKept() throws Exception {
    HttpSettings settings =
        new HttpSettings(
            "127.0.0.1", 0, Optional.empty(), Set.of("https://a"), Duration.ofSeconds(30));
    try (ApiServer forBrowsers = new ApiServer(settings, 100)) {
      forBrowsers.executions.add(1, "a1", ExecutionState.DONE, context(2_000));
      for (String path : List.of("/openapi.yaml", EXECUTION)) {
        HttpResponse<byte[]> response =
            http.send(
                forBrowsers
                    .request("GET", path, "")
                    .header("Authorization", "Bearer admin")
                    .header("Accept-Encoding", "gzip")
                    .build(),
                BodyHandlers.ofByteArray());
        assertThat(response.headers().allValues("Vary")).as(path).contains("origin");
        assertThat(header(response, "Content-Encoding")).as(path).isEqualTo("gzip");
      }
    }
  }

  @Test
  void aClientThatLeavesDuringACompressedExportIsForgotten() throws Exception {
    server.store.events.addAll(ApiSamples.events(1_000));
    HttpResponse<InputStream> response =
        http.send(request(EXPORT, "gzip").build(), BodyHandlers.ofInputStream());

    response.body().close();

    await().until(() -> server.gate.inFlight() == 0);
  }

  private static String context(int length) {
    return "{\"text\":\"" + "x".repeat(length) + "\"}";
  }

  private HttpResponse<byte[]> get(String path, String acceptEncoding) throws Exception {
    return http.send(request(path, acceptEncoding).build(), BodyHandlers.ofByteArray());
  }

  private static HttpRequest.Builder request(String path, String acceptEncoding) {
    return server
        .request("GET", path, "")
        .header("Authorization", "Bearer admin")
        .header("Accept-Encoding", acceptEncoding);
  }

  private static String header(HttpResponse<?> response, String name) {
    List<String> values = response.headers().allValues(name);
    assertThat(values).hasSizeLessThanOrEqualTo(1);
    return Optional.of(values).filter(list -> !list.isEmpty()).map(list -> list.get(0)).orElse("");
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private static String decoded(HttpResponse<byte[]> response) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
