package io.spillway.attack;

import io.spillway.testing.BusFrame;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** What somebody may do who reaches the ports of a cluster and does not know its secret. */
final class BusSteps {
  private static final int LONG_FRAME = 97 << 20;
  private static final int PIECE = 64 << 10;
  private static final int UNFINISHED_FRAME = 15 << 20;
  private static final int CONNECTIONS = 100;
  private static final int MESSAGES = 200;
  private static final int CODE_BYTES = 32;

  private final MemberPorts ports;
  private final List<String> addresses;

  /** A member that others may be. */
  private final String sender;

  private BusSteps(MemberPorts ports, List<String> nodes) {
    this.ports = ports;
    addresses =
        Stream.concat(
                nodes.stream()
                    .flatMap(
                        node ->
                            Stream.of("spillway.node." + node, "spillway.nodes.report." + node)),
                Stream.of("spillway.automations.resolve-paused", "spillway.events"))
            .toList();
    sender = nodes.get(0);
  }

  static Attack.Step of(Target target) {
    MemberPorts ports = target.memberPorts().orElseThrow();
    JsonArray members = target.viewer().get("/api/v1/cluster").ok().getJsonArray("members");
    List<String> nodes =
        members.stream().map(member -> ((JsonObject) member).getString("nodeId")).toList();
    BusSteps steps = new BusSteps(ports, nodes);
    List<Attack.Step> all =
        List.of(
            steps::longFrame,
            steps::unfinishedFrame,
            steps::outsizedParts,
            steps::forgedMessages,
            () -> steps.garbage(ports.bus()),
            () -> steps.garbage(ports.grid()),
            () -> steps.silence(ports.bus()),
            () -> steps.silence(ports.grid()));
    return () -> all.get(ThreadLocalRandom.current().nextInt(all.size())).run();
  }

  /** As fast as it is taken. */
  private void longFrame() throws IOException {
    send(
        ports.bus(),
        out -> {
          out.write(new byte[] {0x7f, -1, -1, -1});
          byte[] piece = new byte[PIECE];
          for (int sent = 0; sent < LONG_FRAME; sent += PIECE) {
            out.write(piece);
          }
        });
  }

  private void unfinishedFrame() throws IOException {
    try (Socket socket = connect(ports.bus())) {
      Attack.untilHungUp(
          () -> {
            OutputStream out = socket.getOutputStream();
            out.write(Buffer.buffer().appendInt(UNFINISHED_FRAME + 1).getBytes());
            out.write(new byte[UNFINISHED_FRAME]);
          });
      Attack.pause();
    }
  }

  private void outsizedParts() throws IOException {
    Buffer message =
        BusFrame.message(BusFrame.NULL, addresses.get(0), Map.of(), Buffer.buffer())
            .setInt(3, Integer.MAX_VALUE - 100);
    Buffer body =
        BusFrame.message(
            BusFrame.BUFFER, addresses.get(0), Map.of(), Buffer.buffer().appendInt(1 << 30));
    send(ports.bus(), out -> out.write(BusFrame.framed(message)));
    send(ports.bus(), out -> out.write(BusFrame.framed(body)));
  }

  /** Without a code, with a wrong one, and the same again. */
  private void forgedMessages() throws IOException {
    byte[] code = new byte[CODE_BYTES];
    ThreadLocalRandom.current().nextBytes(code);
    Map<String, String> signed =
        Map.of(
            "spillway-sender",
            sender,
            "spillway-number",
            Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE)),
            "spillway-code",
            Base64.getEncoder().encodeToString(code));
    byte[] body = new byte[ThreadLocalRandom.current().nextInt(PIECE)];
    send(
        ports.bus(),
        out -> {
          for (int i = 0; i < MESSAGES; i++) {
            String address = addresses.get(i % addresses.size());
            out.write(BusFrame.of(address, i % 2 == 0 ? signed : Map.of(), body));
          }
        });
  }

  private void garbage(int port) throws IOException {
    byte[] bytes = new byte[PIECE];
    ThreadLocalRandom.current().nextBytes(bytes);
    send(port, out -> out.write(bytes));
  }

  private void silence(int port) throws IOException {
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        open.add(connect(port));
      }
      Attack.pause();
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  /** What is sent on a connection of its own. */
  @FunctionalInterface
  private interface Sender {
    void sendTo(OutputStream out) throws IOException;
  }

  private static void send(int port, Sender sender) throws IOException {
    try (Socket socket = connect(port)) {
      Attack.untilHungUp(() -> sender.sendTo(socket.getOutputStream()));
    }
  }

  private static Socket connect(int port) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }
}
