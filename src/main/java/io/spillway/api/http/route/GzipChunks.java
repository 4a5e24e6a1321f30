package io.spillway.api.http.route;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * The chunks of another source as one gzip file. Whatever a chunk holds can be read as soon as the
 * client has it: none waits in the compressor for the next.
 */
final class GzipChunks implements NdjsonStream.ChunkSource {
  private final NdjsonStream.ChunkSource source;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final GZIPOutputStream out;
  private boolean ended;

  GzipChunks(NdjsonStream.ChunkSource source) {
    this.source = source;
    try {
      out = new GZIPOutputStream(bytes, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<Buffer> next() {
    if (ended) {
      return Optional.empty();
    }
    Optional<Buffer> chunk = source.next();
    try {
      if (chunk.isPresent()) {
        out.write(chunk.get().getBytes());
        out.flush();
      } else {
        ended = true;
        out.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Buffer compressed = Buffer.buffer(bytes.toByteArray());
    bytes.reset();
    return Optional.of(compressed);
  }

  /** Releases the compressor, which has memory outside the heap. */
  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    source.close();
  }
}
