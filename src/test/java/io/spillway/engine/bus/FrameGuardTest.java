package io.spillway.engine.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.testing.BusFrame;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.transport.Transport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that sends back what the guard lets through. */
class FrameGuardTest {
  private static final byte[] SMALL = frame(10);

  private final AtomicLong received = new AtomicLong();
  private Vertx vertx;
  private int port;

  @BeforeEach
  void start() throws Exception {
    start(new GuardedTransport(UnfinishedFrames.ofThisNode()).overNio());
  }

  private void start(Transport transport) throws Exception {
    vertx = Vertx.builder().withTransport(transport).build();
    port = echo(vertx).actualPort();
  }

  private NetServer echo(Vertx server) throws Exception {
    return server
        .createNetServer()
        .connectHandler(
            socket ->
                socket.handler(
                    bytes -> {
                      received.addAndGet(bytes.length());
                      socket.write(bytes);
                    }))
        .listen(0, "127.0.0.1")
        .await(30, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(30, TimeUnit.SECONDS);
  }

  @Test
  void manyFramesInOneReadArrive() throws Exception {
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    for (int i = 0; i < 500; i++) {
      many.write(frame(i));
    }
    assertComesBack(many.toByteArray(), many.size());
  }

  @Test
  void aFrameInManyReadsArrives() throws Exception {
    assertComesBack(SMALL, 1);
    assertComesBack(frame(1_000), 7);
  }

  @Test
  void theLongestFrameArrives() throws Exception {
    assertComesBack(frame(FrameGuard.MAX_LENGTH - (frame(0).length - Integer.BYTES)), 1 << 20);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MAX_VALUE, FrameGuard.MAX_LENGTH + 1, 0, -1, Integer.MIN_VALUE})
  void aFrameOfAnyOtherLengthEndsItsConnection(int length) throws Exception {
    byte[] header = ByteBuffer.allocate(Integer.BYTES).putInt(length).array();

    assertHungUpOn(header, Integer.BYTES);
    assertHungUpOn(header, 1);
    assertThat(received).hasValue(0);
  }

  @Test
  void whatComesBeforeItArrivesAndWhatFollowsDoesNot() throws Exception {
    ByteBuffer sent = ByteBuffer.allocate(2 * SMALL.length + Integer.BYTES);
    sent.put(SMALL).putInt(Integer.MAX_VALUE).put(SMALL);

    assertHungUpOn(sent.array(), sent.capacity());
    assertThat(received).hasValue(SMALL.length);
  }

  @Test
  void aMessageWithAPartThatIsLongerThanItEndsItsConnection() throws Exception {
    Buffer message = BusFrame.message(0, "a", Map.of(), Buffer.buffer()).setInt(3, 1 << 30);

    assertHungUpOn(BusFrame.framed(message), 1_000);
    assertThat(received).hasValue(0);
  }

  @Test
  void otherServersAreNotGuarded() throws Exception {
    port = echo(vertx).actualPort();

    assertComesBack(new byte[] {0x7f, -1, -1, -1}, 1);
  }

  @Test
  void theNativeTransportIsGuardedToo() throws Exception {
    close();
    start(GuardedTransport.preferred());

    assertComesBack(SMALL, 3);
    assertHungUpOn(new byte[] {0x7f, -1, -1, -1}, 4);
  }

  private static byte[] frame(int bytes) {
    return BusFrame.of("address", Map.of("name", "value"), new byte[bytes]);
  }

  /** Sends it in pieces of this length. */
  private void assertComesBack(byte[] sent, int piece) throws Exception {
    try (Socket socket = connect()) {
      send(socket, sent, piece);
      assertThat(socket.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
    }
  }

  private void assertHungUpOn(byte[] sent, int piece) throws Exception {
    try (Socket socket = connect()) {
      send(socket, sent, piece);
      assertThat(isHungUp(socket)).isTrue();
    }
  }

  private static void send(Socket socket, byte[] bytes, int piece) throws IOException {
    for (int from = 0; from < bytes.length; from += piece) {
      socket.getOutputStream().write(bytes, from, Math.min(piece, bytes.length - from));
      socket.getOutputStream().flush();
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(30_000);
    return socket;
  }

  /** Whether the server ends the connection, after what it sends. */
  private static boolean isHungUp(Socket socket) throws IOException {
    try {
      while (socket.getInputStream().read() >= 0) {
        // What has come before.
      }
      return true;
    } catch (SocketException reset) {
      return true;
    }
  }
}
