package io.spillway.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenResponsesTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    vertx.close().await(30, TimeUnit.SECONDS);
  }

  @Test
  void aRequestThatFailsAgainIsNotAnsweredAgain() throws Exception {
    Promise<Void> again = Promise.promise();
    Router router = Router.router(vertx);
    router
        .get()
        .handler(
            ctx -> {
              TokenResponses.refuse(ctx, TokenRequestException.unavailable());
              try {
                TokenResponses.refuse(ctx, TokenRequestException.serverError());
                again.complete();
              } catch (IllegalStateException e) {
                again.fail(e);
              }
            });
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .await(30, TimeUnit.SECONDS);
    URI url = URI.create("http://127.0.0.1:" + server.actualPort());

    assertThat(
            HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(503);
    assertThat(again.future().await(30, TimeUnit.SECONDS)).isNull();
  }
}
