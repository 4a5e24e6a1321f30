package io.spillway.fuzz;

import io.spillway.contract.DocumentedOperation;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A request, byte for byte.
 *
 * @param operation that it is meant for
 * @param method that it has, maybe another one
 * @param target path and query
 * @param headers names and values
 * @param body absent if it has none, not even an empty one
 */
record FuzzRequest(
    DocumentedOperation operation,
    String method,
    String target,
    List<Header> headers,
    Optional<byte[]> body) {

  /** A header. */
  record Header(String name, String value) {}

  String path() {
    return target.replaceFirst("\\?.*", "");
  }

  /** Whether the path has what a server may read in more than one way. */
  boolean isAmbiguous() {
    return path().matches(".*([%;]|//|\\.).*") || path().endsWith("/");
  }

  byte[] bytes(String host) {
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(target).append(" HTTP/1.1\r\nHost: ").append(host);
    headers.forEach(
        header -> head.append("\r\n").append(header.name).append(": ").append(header.value));
    body.ifPresent(content -> head.append("\r\nContent-Length: ").append(content.length));
    head.append("\r\n\r\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    body.ifPresent(out::writeBytes);
    return out.toByteArray();
  }

  /** The same request for a shell. The token is left out. */
  String curl(URI node) {
    StringBuilder line = new StringBuilder();
    body.ifPresent(content -> line.append("printf '%b' '").append(octal(content)).append("' | "));
    line.append("curl -i --path-as-is -X ").append(method);
    for (Header header : headers) {
      boolean token = header.value.startsWith("Bearer ey");
      line.append(token ? " -H \"" : " -H '")
          .append(header.name)
          .append(": ")
          .append(token ? "Bearer $TOKEN\"" : header.value.replace("'", "'\\''") + "'");
    }
    if (body.isPresent()) {
      line.append(" --data-binary @-");
    }
    return line.append(" '")
        .append(node.resolve("/"))
        .append(target.substring(1))
        .append("'")
        .toString();
  }

  private static String octal(byte[] content) {
    StringBuilder text = new StringBuilder();
    for (byte b : content) {
      boolean plain = b >= ' ' && b < 127 && b != '\\' && b != '\'';
      text.append(plain ? String.valueOf((char) b) : String.format("\\0%03o", b & 0xff));
    }
    return text.toString();
  }
}
