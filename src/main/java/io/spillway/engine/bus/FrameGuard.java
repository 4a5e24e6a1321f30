package io.spillway.engine.bus;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/**
 * Lets the frames of one connection through, each whole, and closes the connection at one that is
 * too long or whose parts are. A frame is a length of four bytes and a message of that length.
 */
final class FrameGuard extends ByteToMessageDecoder {
  /**
   * The longest message. One between nodes has 1 MiB and one item more, at most an automation: five
   * texts in JSON, a description and annotations, each as long as a request may be, 1 MiB.
   */
  static final int MAX_LENGTH = 16 << 20;

  private static final int HEADER = Integer.BYTES;

  private static final Logger LOG = LoggerFactory.getLogger(FrameGuard.class);
  private static final Marker REFUSED = MarkerFactory.getMarker("frame beyond a limit");

  private final UnfinishedFrames unfinished;

  /** Whether a frame has been finished since the last look at what is held. */
  private boolean hasFinished;

  private boolean isRefused;

  FrameGuard(UnfinishedFrames unfinished) {
    this.unfinished = unfinished;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) throws Exception {
    limit(unfinished.opened(context.channel()));
    super.channelActive(context);
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (isRefused) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (in.readableBytes() < HEADER) {
      return;
    }
    int length = in.getInt(in.readerIndex());
    if (length < 1 || length > MAX_LENGTH) {
      refuse(
          context,
          in,
          "the length of a frame is "
              + Integer.toUnsignedString(length)
              + ", must be from 1 to "
              + MAX_LENGTH);
      return;
    }
    if (in.readableBytes() - HEADER < length) {
      return;
    }
    Optional<String> problem = FrameCheck.problemOf(in.slice(in.readerIndex() + HEADER, length));
    if (problem.isPresent()) {
      refuse(context, in, problem.get());
      return;
    }
    out.add(in.readRetainedSlice(HEADER + length));
    hasFinished = true;
  }

  private void refuse(ChannelHandlerContext context, ByteBuf in, String problem) {
    isRefused = true;
    in.skipBytes(in.readableBytes());
    close(context.channel(), problem);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) throws Exception {
    super.channelReadComplete(context);
    Channel connection = context.channel();
    if (hasFinished) {
      hasFinished = false;
      unfinished.finished(connection);
    }
    limit(unfinished.holds(connection, actualReadableBytes()));
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    unfinished.finished(context.channel());
    super.channelInactive(context);
  }

  private void limit(Optional<Channel> excess) {
    excess.ifPresent(
        oldest -> close(oldest, "too much is held of frames that have not arrived whole"));
  }

  private void close(Channel connection, String problem) {
    LOG.warn(
        REFUSED,
        "A connection of the event bus from {} is closed: {}",
        connection.remoteAddress(),
        problem);
    var unused = connection.close();
  }
}
