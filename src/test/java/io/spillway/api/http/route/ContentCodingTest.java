package io.spillway.api.http.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentCodingTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"gzip", "GZIP", "x-gzip", "br, gzip;q=0.5", "*", "gzip;q=1, *;q=0", "deflate,*"})
  void gzipIsAccepted(String header) {
    assertThat(ContentCoding.acceptsGzip(List.of(header))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "identity",
        "br",
        "gzip;q=0",
        "gzip; q=0.000",
        "*;q=0",
        "*, gzip;q=0",
        "gzipped"
      })
  void gzipIsNotAccepted(String header) {
    assertThat(ContentCoding.acceptsGzip(List.of(header))).isFalse();
  }

  @Test
  void headersAreOneList() {
    assertThat(ContentCoding.acceptsGzip(List.of("br", "gzip"))).isTrue();
    assertThat(ContentCoding.acceptsGzip(List.of())).isFalse();
  }

  @Test
  void aChunkCanBeReadBeforeTheNextIsMade() throws IOException {
    Queue<String> lines = new ArrayDeque<>(List.of("{\"a\":1}\n", "{\"b\":2}\n"));
    GzipChunks chunks = new GzipChunks(() -> Optional.ofNullable(lines.poll()).map(Buffer::buffer));
    Buffer sent = Buffer.buffer();

    sent.appendBuffer(chunks.next().orElseThrow());

    assertThat(lines).hasSize(1);
    assertThat(new String(decoder(sent).readNBytes(8), UTF_8)).isEqualTo("{\"a\":1}\n");
    sent.appendBuffer(chunks.next().orElseThrow());
    sent.appendBuffer(chunks.next().orElseThrow());
    assertThat(chunks.next()).isEmpty();
    assertThat(new String(decoder(sent).readAllBytes(), UTF_8)).isEqualTo("{\"a\":1}\n{\"b\":2}\n");
    chunks.close();
  }

  private static GZIPInputStream decoder(Buffer sent) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(sent.getBytes()));
  }
}
