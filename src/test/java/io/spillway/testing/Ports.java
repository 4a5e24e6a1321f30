package io.spillway.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports to listen on, below those that outgoing connections take: one of these could come between
 * the choice of a port and its use.
 */
public final class Ports {
  private static final int MIN = 15_000;
  private static final int BEYOND = 32_000;

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
}
