package io.spillway.attack;

import io.spillway.api.http.KeyPairFiles;
import io.spillway.api.http.server.TlsFiles;
import io.spillway.harness.ServerApi;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** What somebody may do to a node. Each is carried out by many threads at a time. */
enum Attack {
  /** Asks for executions by id, all with large contexts. */
  LARGE_LOOK_UPS(12) {
    @Override
    Step prepare(Target target) {
      List<String> ids =
          target.executions(target.tripped(name()), 100, Target.MEBIBYTE - CONTEXT_ENVELOPE);
      JsonArray refs = new JsonArray();
      ids.forEach(id -> refs.add(new JsonObject().put("id", id)));
      JsonObject search = new JsonObject().put("refs", refs).put("pageSize", 100);
      return () -> target.viewer().post(EXECUTIONS, search);
    }
  },

  /** Sends large bodies that become many objects, and large contexts. */
  LARGE_BODIES(64) {
    @Override
    Step prepare(Target target) {
      String id = target.tripped(name());
      String array = "1,".repeat(Target.MEBIBYTE / 2 - 100) + "1";
      String definition = "{\"displayName\":\"n\",\"x\":[" + array + "]}";
      String context = "{\"context\":{\"context\":{\"n\":[" + array + "]}}}";
      return () -> {
        if (ThreadLocalRandom.current().nextBoolean()) {
          target.writer().postLater("/api/v1/automations", definition).join();
        } else {
          target.writer().postLater("/api/v1/automations/" + id + "/execute", context).join();
        }
      };
    }
  },

  /** Asks for long answers, and does not read them. */
  ANSWERS_NOT_READ(64) {
    @Override
    Step prepare(Target target) {
      target.executions(target.tripped(name()), 32, Target.MEBIBYTE - CONTEXT_ENVELOPE);
      JsonObject email =
          new JsonObject()
              .put("sendEmail", new JsonObject().put("body", "x".repeat(Target.MEBIBYTE - 4_096)));
      JsonObject definition =
          new JsonObject()
              .put("displayName", name())
              .put("automationSteps", new JsonArray().add(email));
      for (int i = 0; i < 16; i++) {
        target.admin().api().post("/api/v1/automations", definition).ok();
      }
      String body = "{\"pageSize\":100}";
      return () -> {
        String path =
            ThreadLocalRandom.current().nextBoolean() ? EXECUTIONS : "/api/v1/search/automations";
        try (Socket socket = connect(target)) {
          socket.setReceiveBufferSize(4_096);
          write(
              socket,
              "POST %s HTTP/1.1\r\nHost: a\r\nAuthorization: %s\r\nContent-Length: %d\r\n\r\n%s"
                  .formatted(path, target.viewer().bearer(), body.length(), body));
          pause();
        }
      };
    }
  },

  /** Begins to send requests for tokens and triggers, and never ends. */
  UNFINISHED_BODIES(8) {
    @Override
    Step prepare(Target target) {
      String id = target.tripped(name());
      return () -> {
        List<Socket> open = new ArrayList<>();
        try {
          for (int i = 0; i < 250; i++) {
            String path = i % 2 == 0 ? "/auth/v1/token" : "/api/v1/automations/" + id + "/execute";
            Socket socket = connect(target);
            open.add(socket);
            write(
                socket,
                "POST %s HTTP/1.1\r\nHost: a\r\nAuthorization: %s\r\nContent-Type:"
                        .formatted(path, target.viewer().bearer())
                    + " application/x-www-form-urlencoded\r\nContent-Length: 30000\r\n\r\na");
          }
          pause();
        } finally {
          for (Socket socket : open) {
            socket.close();
          }
        }
      };
    }
  },

  /** Has everything that is paused summarized, again and again. */
  SCANS(100) {
    @Override
    Step prepare(Target target) {
      String id = target.tripped(name());
      target.executions(id, 3_000, 300);
      JsonObject review =
          new JsonObject()
              .put("summaryFields", new JsonArray(List.of("a", "b", "c", "d", "n")))
              .put("pageSize", 100);
      return () ->
          target
              .viewer()
              .post("/api/v1/automations/" + id + "/circuit_breaker/paused/search", review);
    }
  },

  /** Sends tokens that name a key of the server, and that it has not signed. */
  FORGED_TOKENS(16) {
    @Override
    Step prepare(Target target) {
      return () -> target.viewer().withBearer(target.forgedToken()).get("/api/v1/auth/introspect");
    }
  },

  /** Guesses secrets of a client that exists. */
  GUESSED_SECRETS(16) {
    @Override
    Step prepare(Target target) {
      return () ->
          ServerApi.token(
              target.node().url(),
              List.of("client_id", "somebody@localhost/pcc", "client_secret", "wrong"));
    }
  },

  /** Opens connections and says nothing. */
  IDLE_CONNECTIONS(8) {
    @Override
    Step prepare(Target target) {
      return () -> {
        List<Socket> open = new ArrayList<>();
        try {
          for (int i : IntStream.range(0, 300).toArray()) {
            open.add(connect(target));
            if (i % 2 == 0) {
              write(open.get(i), "GET / HTTP/1.1\r\n");
            }
          }
          pause();
        } finally {
          for (Socket socket : open) {
            socket.close();
          }
        }
      };
    }
  },

  /** Opens thousands of streams of HTTP/2 at a time, and resets others at once. */
  HTTP2_STREAMS(4) {
    @Override
    List<String> nodeFlags(Path home) {
      try {
        TlsFiles pair = KeyPairFiles.make(home, "localhost", "EC").writeTo(home);
        return List.of(
            "--tls-certificate", pair.certificate().toString(), "--tls-key", pair.key().toString());
      } catch (Exception e) {
        throw new IllegalStateException("no certificate was made", e);
      }
    }

    @Override
    Step prepare(Target target) {
      return Http2Steps.of(target);
    }
  },

  /** Guesses secrets and forges tokens behind a trusted proxy, from ever changing addresses. */
  PROXIED_ADDRESSES(16) {
    @Override
    List<String> nodeFlags(Path home) {
      return List.of("--trusted-proxies", "127.0.0.1/32");
    }

    @Override
    List<String> administratorHeaders() {
      return List.of("X-Forwarded-For", ProxiedSteps.ADMINISTRATOR);
    }

    @Override
    Step prepare(Target target) {
      return ProxiedSteps.of(target);
    }
  },

  /** Sends what it likes to the ports of a member of a cluster. */
  BUS_FRAMES(16) {
    @Override
    boolean isOnCluster() {
      return true;
    }

    @Override
    Step prepare(Target target) {
      return BusSteps.of(target);
    }
  };

  private static final String EXECUTIONS = "/api/v1/search/automation_executions";

  /** Of a body, around its context. */
  private static final int CONTEXT_ENVELOPE = 100;

  private static final long PAUSE_MILLIS = 5_000;

  private final int threads;

  Attack(int threads) {
    this.threads = threads;
  }

  /** One of the things that are done again and again. */
  @FunctionalInterface
  interface Step {
    void run() throws IOException;
  }

  /** Prepares the node; answers what every thread then does until the end. */
  abstract Step prepare(Target target);

  /**
   * What the node needs beside its defaults.
   *
   * @param home for files
   */
  List<String> nodeFlags(Path home) {
    return List.of();
  }

  /** Whether it attacks a member of a cluster, not a node without one. */
  boolean isOnCluster() {
    return false;
  }

  /** Sent with each request of the administrator who works meanwhile, names and values in turn. */
  List<String> administratorHeaders() {
    return List.of();
  }

  int threads() {
    return threads;
  }

  /** Its name on the command line. */
  String flag() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Socket connect(Target target) throws IOException {
    return new Socket(target.node().url().getHost(), target.node().url().getPort());
  }

  private static void write(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  /** Does what a node may answer by ending the connection. */
  static void untilHungUp(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      Thread.onSpinWait();
    }
  }

  static void pause() throws IOException {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("the attack has ended", e));
    }
  }
}
