package io.spillway.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;

/**
 * A connection pooler in front of PostgreSQL, as far as a test needs one. In session mode a client
 * keeps the connection to the server that was opened for it; in transaction mode each transaction
 * takes the one that was used last, as PgBouncer does.
 */
public final class TransactionPooler implements AutoCloseable {
  /** How a pooler gives its connections to clients. */
  public enum Mode {
    SESSION,
    TRANSACTION
  }

  private static final int SSL_REQUEST = 80_877_103;
  private static final int GSS_REQUEST = 80_877_104;
  private static final char QUERY = 'Q';
  private static final char SYNC = 'S';
  private static final char TERMINATE = 'X';
  private static final char READY = 'Z';
  private static final char IDLE = 'I';

  private final Mode mode;
  private final int serverPort;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Deque<Peer> idle = new LinkedBlockingDeque<>();

  public TransactionPooler(Mode mode, int serverPort) {
    this.mode = mode;
    this.serverPort = serverPort;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  /** The JDBC URL of a database of the server, through this pooler. */
  public String through(String url) {
    return url.replace(":" + serverPort + "/", ":" + listener.getLocalPort() + "/");
  }

  private interface Task {
    void run() throws IOException;
  }

  private static void start(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                // One side has closed its connection.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      Peer client = new Peer(listener.accept());
      start(() -> serve(client));
    }
  }

  private void serve(Peer client) throws IOException {
    Peer own = new Peer(new Socket(InetAddress.getLoopbackAddress(), serverPort));
    own.send(client.startup());
    relayUntilReady(own, client);
    release(own);
    Peer server = null;
    while (true) {
      byte[] request = client.request();
      if (server == null) {
        server = mode == Mode.SESSION ? own : idle.removeFirst();
      }
      server.send(request);
      if (request[0] == TERMINATE) {
        return;
      }
      if (relayUntilReady(server, client) == IDLE) {
        release(server);
        server = null;
      }
    }
  }

  private void release(Peer server) {
    if (mode == Mode.TRANSACTION) {
      idle.addFirst(server);
    }
  }

  /** Passes a response on and returns the state of the transaction. */
  private static char relayUntilReady(Peer server, Peer client) throws IOException {
    while (true) {
      byte[] message = server.message();
      client.send(message);
      if (message[0] == READY) {
        return (char) message[message.length - 1];
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  /** One side of a connection. */
  private final class Peer {
    private final DataInputStream in;
    private final DataOutputStream out;

    Peer(Socket socket) throws IOException {
      sockets.add(socket);
      in = new DataInputStream(socket.getInputStream());
      out = new DataOutputStream(socket.getOutputStream());
    }

    void send(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }

    /** The first message, which has no type. Encryption is refused before. */
    byte[] startup() throws IOException {
      while (true) {
        int length = in.readInt();
        byte[] rest = in.readNBytes(length - Integer.BYTES);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        DataOutputStream message = new DataOutputStream(whole);
        message.writeInt(length);
        message.write(rest);
        int code = new DataInputStream(new ByteArrayInputStream(rest)).readInt();
        if (code != SSL_REQUEST && code != GSS_REQUEST) {
          return whole.toByteArray();
        }
        send(new byte[] {'N'});
      }
    }

    byte[] message() throws IOException {
      byte type = in.readByte();
      int length = in.readInt();
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      DataOutputStream message = new DataOutputStream(whole);
      message.writeByte(type);
      message.writeInt(length);
      message.write(in.readNBytes(length - Integer.BYTES));
      return whole.toByteArray();
    }

    /** All messages up to one that the server responds to; or the last one, alone. */
    byte[] request() throws IOException {
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      while (true) {
        byte[] message = message();
        whole.write(message);
        if (message[0] == QUERY || message[0] == SYNC || message[0] == TERMINATE) {
          return whole.toByteArray();
        }
      }
    }
  }
}
