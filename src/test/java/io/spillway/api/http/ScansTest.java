package io.spillway.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that read much: how many are worked on, and for whom. */
class ScansTest {
  private static final String SEARCH = "/api/v1/automations/a1/circuit_breaker/paused/search";

  private final ApiServer server = new ApiServer();
  private final CompletableFuture<Void> hold = new CompletableFuture<>();

  ScansTest() {
    server.paused.beforeSummary = hold;
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void equalReviewsThatAreAskedForAtOnceAreMadeOnce() {
    List<CompletableFuture<HttpResponse<String>>> answers =
        Stream.generate(() -> search("{\"contextEquals\":{\"n\":1}}")).limit(8).toList();
    await().until(() -> server.gate.inFlight() == 8);

    hold.complete(null);

    assertThat(answers).allMatch(answer -> answer.join().statusCode() == 200);
    assertThat(server.paused.filters).hasSize(1);
    assertThat(search("{\"contextEquals\":{\"n\":1}}").join().statusCode()).isEqualTo(200);
    assertThat(server.paused.filters).as("the next one is made anew").hasSize(2);
  }

  @Test
  void aClientHasTwoScansAtATime() {
    CompletableFuture<HttpResponse<String>> first = search("{\"contextEquals\":{\"n\":1}}");
    CompletableFuture<HttpResponse<String>> second = search("{\"contextEquals\":{\"n\":2}}");
    await().until(() -> server.paused.filters.size() == 2);

    HttpResponse<String> third = search("{\"contextEquals\":{\"n\":3}}").join();

    BadInputTest.assertRefused(third, 429, 8, "has 2 scans in progress, must have fewer");
    assertThat(third.headers().firstValue("Retry-After")).isPresent();
    hold.complete(null);
    assertThat(first.join().statusCode()).isEqualTo(200);
    assertThat(second.join().statusCode()).isEqualTo(200);
    assertThat(search("{\"contextEquals\":{\"n\":3}}").join().statusCode()).isEqualTo(200);
  }

  @Test
  void aReviewThatNobodyWaitsForIsGivenUp() {
    RawClient gone =
        new RawClient(server.port())
            .send(
                "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer admin\r\n".formatted(SEARCH)
                    + "Content-Length: 2\r\n\r\n{}");
    await().until(() -> server.paused.wanted.size() == 1);
    CompletableFuture<HttpResponse<String>> another = search("{}");
    await().until(() -> server.gate.inFlight() == 2);
    assertThat(server.paused.wanted).hasSize(1);

    gone.abort();

    await().until(() -> server.gate.inFlight() == 1);
    assertThat(server.paused.wanted.get(0).getAsBoolean()).as("somebody waits still").isTrue();
    hold.complete(null);
    assertThat(another.join().statusCode()).isEqualTo(200);
    await().until(() -> !server.paused.wanted.get(0).getAsBoolean());
  }

  private CompletableFuture<HttpResponse<String>> search(String body) {
    return server
        .client()
        .sendAsync(
            server.request("POST", SEARCH, body).header("Authorization", "Bearer admin").build(),
            BodyHandlers.ofString());
  }
}
