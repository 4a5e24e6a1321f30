package io.spillway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spillway.testing.BusFrame;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The event bus of two members in one JVM, without TLS. */
class GuardedBusTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LONG_BODY = 15 << 20;

  private TwoBuses buses;
  private Vertx here;

  @BeforeEach
  void start() throws Exception {
    buses = new TwoBuses(Optional.empty());
    here = buses.here();
    Vertx there = buses.there();
    there
        .eventBus()
        .consumer(
            "echo",
            message ->
                message.reply(message.body(), new DeliveryOptions().setHeaders(message.headers())));
    there.eventBus().consumer("refusal", message -> message.fail(409, "not now"));
    await().atMost(PATIENCE).ignoreExceptions().until(() -> "hello".equals(echo("hello").body()));
  }

  @AfterEach
  void close() throws Exception {
    buses.close();
  }

  @Test
  void membersTakeMessagesOfEachOther() throws Exception {
    for (Object body :
        Arrays.asList(
            null,
            "text",
            true,
            (byte) 1,
            (short) 2,
            3,
            4L,
            5.0f,
            6.0,
            'c',
            Buffer.buffer("bytes"),
            new byte[] {1, 2},
            new JsonObject().put("a", 1),
            new JsonArray().add(2),
            Buffer.buffer(new byte[LONG_BODY]))) {
      Message<Object> reply = echo(body);

      assertThat(reply.body()).isEqualTo(body);
      assertThat(reply.headers().get("name")).isEqualTo("value");
    }
    assertThatThrownBy(() -> here.eventBus().request("refusal", "").await(30, TimeUnit.SECONDS))
        .isInstanceOf(ReplyException.class)
        .hasMessageContaining("not now");
  }

  @Test
  void whoSendsOtherFramesIsHungUpOnAndDisturbsNobody() throws Exception {
    byte[] header = {0x7f, -1, -1, -1};
    Buffer outsized = BusFrame.message(BusFrame.NULL, "echo", Map.of(), Buffer.buffer());

    for (int i = 0; i < 20; i++) {
      assertThat(isHungUpOn(header)).isTrue();
      assertThat(isHungUpOn(BusFrame.framed(outsized.copy().setInt(3, Integer.MAX_VALUE - 100))))
          .isTrue();
    }

    assertThat(echo("hello").body()).isEqualTo("hello");
  }

  private Message<Object> echo(Object body) throws Exception {
    return here.eventBus()
        .request("echo", body, new DeliveryOptions().addHeader("name", "value"))
        .await(30, TimeUnit.SECONDS);
  }

  private boolean isHungUpOn(byte[] sent) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), buses.busPortThere())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write(sent);
      return socket.getInputStream().read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }
}
