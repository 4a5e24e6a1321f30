package io.spillway.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A port that leads to another one of the same address, which may change, as the address of a
 * database does in a failover.
 */
public final class TcpForwarder implements AutoCloseable {
  private static final int BUFFER = 16_384;
  private static final int BACKLOG = 200;

  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile int target;
  private volatile boolean silent;

  private TcpForwarder(ServerSocket listening, int target) {
    this.listening = listening;
    this.target = target;
  }

  /** Leads to this port of an address of this machine. */
  public static TcpForwarder to(String address, int port) {
    try {
      TcpForwarder forwarder =
          new TcpForwarder(new ServerSocket(0, BACKLOG, InetAddress.getByName(address)), port);
      startThread(forwarder::accept);
      return forwarder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port that leads to another. */
  public int port() {
    return listening.getLocalPort();
  }

  /** Leads new connections there; those that are open stay where they are. */
  public void leadTo(int port) {
    target = port;
  }

  /** Leads new connections nowhere: they are closed at once. */
  public void refuse() {
    target = 0;
  }

  /** Cuts all open connections. */
  public void cut() {
    open.forEach(this::close);
  }

  /** Passes nothing on, in either direction, and takes new connections without an answer. */
  public void fallSilent() {
    silent = true;
  }

  /** Passes on what comes from now on; connections that were silent are cut. */
  public void speak() {
    silent = false;
    cut();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        lead(listening.accept());
      } catch (IOException ignored) {
        // It is closed, or nobody listens at the target.
      }
    }
  }

  private void lead(Socket client) throws IOException {
    open.add(client);
    int port = target;
    if (silent) {
      return;
    }
    if (port == 0) {
      close(client);
      return;
    }
    Socket server = new Socket();
    open.add(server);
    try {
      server.connect(new InetSocketAddress(listening.getInetAddress(), port));
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
    } catch (IOException e) {
      close(server);
      close(client);
      throw e;
    }
    startThread(() -> pump(client, server));
    startThread(() -> pump(server, client));
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      int read = in.read(buffer);
      while (read >= 0) {
        if (!silent) {
          out.write(buffer, 0, read);
        }
        read = in.read(buffer);
      }
    } catch (IOException e) {
      // Either side has closed it.
    } finally {
      close(from);
      close(to);
    }
  }

  private void close(Socket socket) {
    open.remove(socket);
    closeQuietly(socket);
  }

  private static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void startThread(Runnable task) {
    Thread thread = new Thread(task, "tcp-forwarder");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    closeQuietly(listening);
    cut();
  }
}
