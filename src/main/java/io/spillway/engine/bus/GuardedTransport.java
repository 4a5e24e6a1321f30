package io.spillway.engine.bus;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.vertx.core.impl.transports.EpollTransport;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.impl.transports.TransportInternal;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.transport.Transport;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A transport for a clustered Vert.x that guards the connections of the first server. That is the
 * one of the event bus: Vert.x starts it before anyone can make another. One for each Vert.x.
 */
public final class GuardedTransport {
  private final AtomicBoolean guards = new AtomicBoolean();
  private final UnfinishedFrames unfinished;

  GuardedTransport(UnfinishedFrames unfinished) {
    this.unfinished = unfinished;
  }

  /** Over the native transport of Linux, if this machine has it. */
  public static Transport preferred() {
    GuardedTransport guarded = new GuardedTransport(UnfinishedFrames.ofThisNode());
    return hasEpoll() ? guarded.overEpoll() : guarded.overNio();
  }

  static boolean hasEpoll() {
    return Transport.EPOLL != null && Transport.EPOLL.available();
  }

  Transport overEpoll() {
    return new TransportInternal(
        "epoll",
        true,
        null,
        new EpollTransport() {
          @Override
          public void configure(TcpConfig config, boolean isDomain, ServerBootstrap server) {
            super.configure(config, isDomain, server);
            guardFirst(server);
          }
        });
  }

  Transport overNio() {
    return new TransportInternal(
        "nio",
        true,
        null,
        new NioTransport() {
          @Override
          public void configure(TcpConfig config, boolean isDomain, ServerBootstrap server) {
            super.configure(config, isDomain, server);
            guardFirst(server);
          }
        });
  }

  private void guardFirst(ServerBootstrap server) {
    if (!guards.compareAndSet(false, true)) {
      return;
    }
    ChannelHandler connections = server.config().childHandler();
    server.childHandler(
        new ChannelInitializer<Channel>() {
          @Override
          protected void initChannel(Channel connection) {
            connection.pipeline().addLast(new FrameGuard(unfinished), connections);
          }
        });
  }
}
