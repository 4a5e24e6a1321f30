package io.spillway.domain.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The columns of an audit row that its hash covers, as they are stored.
 *
 * @param number its place in the log
 * @param uid of the event
 * @param kind name of the event's kind
 * @param atMillis time of the event, epoch milliseconds
 * @param actor the client that caused it, or {@code "system"}
 * @param automationId the automation concerned, or empty
 * @param message one sentence for people
 * @param details further fields as JSON
 */
public record ChainRow(
    long number,
    String uid,
    String kind,
    long atMillis,
    String actor,
    String automationId,
    String message,
    String details) {

  /**
   * The row of an event.
   *
   * @param details of the event as they are stored
   */
  public static ChainRow of(long number, AuditEvent event, String details) {
    return new ChainRow(
        number,
        event.uid(),
        event.kind().name(),
        event.at().toEpochMilli(),
        event.actor(),
        event.automationId(),
        event.message(),
        details);
  }

  /**
   * The hash of this row as lower-case hexadecimal digits: SHA-256 of the previous hash and all
   * columns in their order here, each as a netstring: its length in bytes of UTF-8 as a decimal
   * number, a colon, the bytes, a comma. Numbers are decimal.
   *
   * @param previousHash the hash of the row before, see {@link ChainPoint#GENESIS_HASH}
   */
  public String hash(String previousHash) {
    MessageDigest digest = sha256();
    List.of(
            previousHash,
            Long.toString(number),
            uid,
            kind,
            Long.toString(atMillis),
            actor,
            automationId,
            message,
            details)
        .forEach(field -> addNetstring(digest, field));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void addNetstring(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(bytes);
    digest.update((byte) ',');
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
