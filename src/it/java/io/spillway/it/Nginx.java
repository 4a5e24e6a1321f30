package io.spillway.it;

import static org.awaitility.Awaitility.await;

import io.spillway.testing.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Debian's nginx in front of a node, on a free port of the loopback address. It has its defaults:
 * its configuration names the node and where its files are, nothing else.
 */
final class Nginx implements AutoCloseable {
  private static final Duration END_LIMIT = Duration.ofSeconds(10);
  private static final String CONFIGURATION =
      """
      user root;
      pid nginx.pid;
      events {}
      http {
        access_log off;
        client_body_temp_path body;
        proxy_temp_path proxy;
        fastcgi_temp_path fastcgi;
        uwsgi_temp_path uwsgi;
        scgi_temp_path scgi;
        server {
          listen 127.0.0.1:%d;
          location / {
            proxy_pass %s;
          }
        }
      }
      """;

  private final Process process;
  private final int port;

  private Nginx(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it and waits until it listens.
   *
   * @param directory for its files, exists
   * @param node that it passes requests to
   */
  static Nginx inFrontOf(URI node, Path directory) {
    int port = Ports.free();
    Path configuration = directory.resolve("nginx.conf");
    try {
      Files.writeString(configuration, CONFIGURATION.formatted(port, node));
      Process process =
          new ProcessBuilder(
                  "/usr/sbin/nginx",
                  "-p",
                  directory + "/",
                  "-c",
                  configuration.toString(),
                  "-e",
                  directory.resolve("error.log").toString(),
                  "-g",
                  "daemon off;")
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("output.log").toFile())
              .start();
      Nginx started = new Nginx(process, port);
      await("nginx").until(() -> !process.isAlive() || started.listens());
      if (!process.isAlive()) {
        throw new IllegalStateException(
            "nginx has ended: " + Files.readString(directory.resolve("output.log")));
      }
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public void close() {
    List<ProcessHandle> workers = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    workers.forEach(ProcessHandle::destroyForcibly);
  }
}
