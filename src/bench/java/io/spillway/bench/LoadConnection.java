package io.spillway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A connection of HTTP/1.1 with one request under way at most. Reads no more of an answer than its
 * status and its length, and takes no answer but 200.
 */
final class LoadConnection {
  private static final int MAX_ANSWER = 64 * 1_024;
  private static final String LENGTH = "\r\ncontent-length:";
  private static final String OK = "HTTP/1.1 200";

  private final SocketChannel channel;
  private final SelectionKey key;
  private final ByteBuffer input = ByteBuffer.allocate(MAX_ANSWER);
  private ByteBuffer output = ByteBuffer.allocate(0);
  private long dueAt;

  private LoadConnection(SocketChannel channel, Selector selector) throws IOException {
    this.channel = channel;
    key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  static LoadConnection open(InetSocketAddress address, Selector selector) throws IOException {
    SocketChannel channel = SocketChannel.open(address);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    return new LoadConnection(channel, selector);
  }

  /** The moment, by the nano clock, at which the request under way was due. */
  long dueAt() {
    return dueAt;
  }

  void send(byte[] request, long due) {
    dueAt = due;
    input.clear();
    output = ByteBuffer.wrap(request);
    write();
  }

  private void write() {
    try {
      channel.write(output);
      key.interestOps(
          output.hasRemaining()
              ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
              : SelectionKey.OP_READ);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Goes on with what can go on; answers whether the whole answer has come. */
  boolean onReady() {
    if (key.isWritable() && output.hasRemaining()) {
      write();
    }
    if (!key.isReadable()) {
      return false;
    }
    try {
      if (channel.read(input) < 0) {
        throw new IllegalStateException("the server closed a connection");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return isComplete();
  }

  private boolean isComplete() {
    String text = new String(input.array(), 0, input.position(), StandardCharsets.ISO_8859_1);
    int head = text.indexOf("\r\n\r\n");
    if (head < 0) {
      return false;
    }
    String headers = text.substring(0, head + 2).toLowerCase(Locale.ROOT);
    int length = headers.indexOf(LENGTH);
    if (length < 0) {
      throw new IllegalStateException("an answer without a length: " + text);
    }
    int from = length + LENGTH.length();
    int body = Integer.parseInt(headers.substring(from, headers.indexOf("\r\n", from)).trim());
    if (input.position() < head + 4 + body) {
      return false;
    }
    if (!text.startsWith(OK)) {
      throw new IllegalStateException("answered with " + text);
    }
    return true;
  }
}
