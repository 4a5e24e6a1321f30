package io.spillway.engine.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.spillway.testing.BusFrame;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What several connections hold, each behind its guard. */
class UnfinishedFramesTest {
  private static final byte[] FRAME = BusFrame.of("address", Map.of(), new byte[900]);
  private static final int HALF = FRAME.length / 2 + 50;

  private final UnfinishedFrames unfinished = new UnfinishedFrames(FRAME.length, 3);

  @Test
  void theFrameThatWasBegunFirstGivesWay() {
    EmbeddedChannel silent = connection();
    EmbeddedChannel first = connection();
    EmbeddedChannel second = connection();

    send(first, 0, HALF);
    send(second, 0, HALF);

    assertThat(first.isOpen()).isFalse();
    assertThat(silent.isOpen()).as("holds nothing").isTrue();
    send(second, HALF, FRAME.length);
    assertThat(second.inboundMessages()).hasSize(1);
  }

  @Test
  void aConnectionIsAsOldAsItsFrame() {
    EmbeddedChannel member = connection();
    EmbeddedChannel stranger = connection();
    send(member, 0, 10);
    send(stranger, 0, HALF);
    send(member, 10, FRAME.length);

    send(member, 0, HALF);

    assertThat(stranger.isOpen()).isFalse();
    assertThat(member.isOpen()).isTrue();
  }

  @Test
  void whatIsClosedHoldsNothing() {
    for (int i = 0; i < 10; i++) {
      EmbeddedChannel gone = connection();
      send(gone, 0, HALF);
      var unused = gone.close();
    }
    EmbeddedChannel last = connection();

    send(last, 0, HALF);

    assertThat(last.isOpen()).isTrue();
  }

  @Test
  void theConnectionThatHasSaidNothingForLongestGivesWay() {
    EmbeddedChannel member = connection();
    send(member, 0, FRAME.length);
    EmbeddedChannel first = connection();
    EmbeddedChannel second = connection();
    EmbeddedChannel third = connection();
    assertThat(first.isOpen()).isTrue();

    EmbeddedChannel fourth = connection();

    assertThat(first.isOpen()).isFalse();
    assertThat(new EmbeddedChannel[] {member, second, third, fourth})
        .allMatch(EmbeddedChannel::isOpen);
  }

  private EmbeddedChannel connection() {
    return new EmbeddedChannel(new FrameGuard(unfinished));
  }

  private static void send(EmbeddedChannel connection, int from, int to) {
    connection.writeInbound(Unpooled.copiedBuffer(FRAME, from, to - from));
  }
}
