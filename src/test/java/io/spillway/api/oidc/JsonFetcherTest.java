package io.spillway.api.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.api.auth.Await;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFetcherTest {
  private final Vertx vertx = Vertx.vertx();
  private final FakeProvider provider = new FakeProvider(vertx);
  private final URI address = URI.create(provider.url(FakeProvider.KEYS_PATH));
  private final JsonFetcher documents = new JsonFetcher(vertx, Duration.ofSeconds(20));

  @AfterEach
  void close() {
    Await.result(vertx.close());
  }

  @Test
  void aDocumentIsRead() {
    answer(request -> request.response().end("{\"a\":1}"));

    assertThat(Await.result(documents.read(address))).isEqualTo(new JsonObject().put("a", 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsNotFollowed(int status) {
    answer(
        request ->
            request
                .response()
                .setStatusCode(status)
                .putHeader("Location", provider.url("/elsewhere"))
                .end());

    assertThat(Await.failure(documents.read(address)))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining(address + ": answered with status " + status);
    assertThat(provider.asked).containsExactly(FakeProvider.KEYS_PATH);
  }

  @Test
  void whatIsTooLongIsNotReadToTheEnd() {
    AtomicBoolean closed = new AtomicBoolean();
    answer(request -> sendWithoutEnd(request, closed));

    assertThat(Await.failure(documents.read(address)))
        .hasMessageContaining("is longer than 262144 bytes");
    await().untilTrue(closed);
  }

  /** Without a limit this would continue until memory is full. */
  private void sendWithoutEnd(HttpServerRequest request, AtomicBoolean closed) {
    request.response().setChunked(true).closeHandler(end -> closed.set(true));
    send(request, "[" + " ".repeat(16_384));
  }

  private void send(HttpServerRequest request, String part) {
    request.response().write(part).onSuccess(sent -> vertx.runOnContext(go -> send(request, part)));
  }

  @Test
  void whoeverDoesNotAnswerIsNotWaitedForAndHungUpOn() {
    AtomicBoolean closed = new AtomicBoolean();
    answer(request -> request.connection().closeHandler(end -> closed.set(true)));

    assertThat(Await.failure(impatient().read(address)))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining(address.toString());
    await().untilTrue(closed);
  }

  @Test
  void whoeverDoesNotFinishIsNotWaitedForAndHungUpOn() {
    AtomicBoolean closed = new AtomicBoolean();
    answer(
        request -> {
          request.connection().closeHandler(end -> closed.set(true));
          request.response().setChunked(true).write("{");
        });

    assertThat(Await.failure(impatient().read(address)))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining(address.toString());
    await().untilTrue(closed);
  }

  private JsonFetcher impatient() {
    return new JsonFetcher(vertx, Duration.ofMillis(200));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "7", "{", "<html>", "{} {"})
  void whatIsNoJsonObjectIsRefused(String body) {
    answer(request -> request.response().end(body));

    assertThat(Await.failure(documents.read(address))).hasMessageContaining("is not a JSON object");
  }

  @Test
  void aDocumentWhoseLengthIsALieIsRefused() {
    answer(
        request -> {
          request.response().putHeader("Content-Length", "100").write(Buffer.buffer("{}"));
          request.connection().close();
        });

    assertThat(Await.failure(documents.read(address))).isInstanceOf(ProviderException.class);
  }

  @Test
  void anAddressWhereNobodyIsFails() {
    provider.goAway();

    assertThat(Await.failure(documents.read(address)))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining(address.toString());
  }

  private void answer(Consumer<HttpServerRequest> answer) {
    provider.keysAnswer = Optional.of(answer);
  }
}
