package io.spillway.api.http.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Optional;

/**
 * The bytes of a connection that are written and that the socket has not taken yet, since the
 * client reads slowly or not at all. Owned by the event loop of the connection.
 */
final class UnsentBytes {
  private final Optional<Channel> channel;
  private long remaining;

  UnsentBytes(HttpConnection connection) {
    channel =
        connection instanceof ConnectionBase base ? Optional.of(base.channel()) : Optional.empty();
  }

  boolean isEmpty() {
    return buffer().map(ChannelOutboundBuffer::totalPendingWriteBytes).orElse(0L) == 0;
  }

  /** How many the socket has taken since this was last called, unless more were written. */
  long taken() {
    long now =
        buffer()
            .map(unsent -> unsent.totalPendingWriteBytes() - unsent.currentProgress())
            .orElse(0L);
    long taken = Math.max(0, remaining - now);
    remaining = now;
    return taken;
  }

  /** Closes the connection without them: Vert.x would send them first. */
  void discard() {
    channel.ifPresent(
        open -> {
          var unused = open.pipeline().firstContext().close();
        });
  }

  /** Absent once the connection is closed. */
  private Optional<ChannelOutboundBuffer> buffer() {
    return channel.map(open -> open.unsafe().outboundBuffer());
  }
}
