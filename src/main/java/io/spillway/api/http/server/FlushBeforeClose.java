package io.spillway.api.http.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Flushes what was written before a connection is closed. Vert.x closes a connection as soon as the
 * chunks of a request are malformed, and would discard the response that says so.
 */
final class FlushBeforeClose extends ChannelOutboundHandlerAdapter {
  private FlushBeforeClose() {}

  static void addTo(HttpConnection connection) {
    if (connection instanceof ConnectionBase base) {
      ChannelHandlerContext context = base.channelHandlerContext();
      context.pipeline().addBefore(context.name(), "flush-before-close", new FlushBeforeClose());
    }
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) throws Exception {
    context.flush();
    super.close(context, promise);
  }
}
