package io.spillway.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports to listen on, below those that outgoing connections take: one of these could come between
 * the choice of a port and its use.
 */
public final class Ports {
  private static final int MIN = 15_000;
  private static final int BEYOND = 32_000;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Ports() {}

  /** A port of the loopback address that nobody listens on. */
  public static int free() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(MIN, BEYOND);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // Taken: try another one.
      }
    }
  }

  /** Whether somebody listens on a port of the loopback address. */
  public static boolean isOpen(int port) {
    return isOpen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE);
  }

  /** Whether somebody listens at an address and accepts within this time. */
  public static boolean isOpen(InetSocketAddress address, Duration patience) {
    try (Socket socket = new Socket()) {
      socket.connect(address, (int) patience.toMillis());
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
