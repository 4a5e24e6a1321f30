package io.spillway.api.http.server;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * The idle timeout of Vert.x, which closes a connection without traffic. It is for connections that
 * do not speak HTTP yet: one of HTTP/2 is reported when its preface has arrived. Later it would
 * close those on which a request is worked on for long; {@link ConnectionTracker} knows better.
 */
final class IdleBeforeHttp {
  private IdleBeforeHttp() {}

  static void endFor(HttpConnection connection) {
    if (connection instanceof ConnectionBase base) {
      ChannelPipeline pipeline = base.channel().pipeline();
      if (pipeline.get(IdleStateHandler.class) != null) {
        pipeline.remove(IdleStateHandler.class);
      }
    }
  }
}
