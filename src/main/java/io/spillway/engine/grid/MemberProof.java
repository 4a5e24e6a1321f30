package io.spillway.engine.grid;

import com.hazelcast.cluster.Address;
import java.net.UnknownHostException;
import java.util.Base64;
import java.util.Map;

/**
 * The proof of a member that it knows the secret of the cluster: an attribute with the code of its
 * id and its address, so that it is of no use to a member at another address.
 */
final class MemberProof {
  /** The member attribute that holds the proof, in Base64 without padding, URL-safe. */
  static final String ATTRIBUTE = "spillway.proof";

  private static final byte[] NO_BODY = {};

  private final ClusterSecret secret;

  MemberProof(ClusterSecret secret) {
    this.secret = secret;
  }

  /**
   * The proof of a member.
   *
   * @param nodeId its id on the event bus
   * @param host the IP address at which other members reach it
   */
  String of(String nodeId, String host) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(code(nodeId, host));
  }

  /** Whether the attributes of a member at this address hold its proof. */
  boolean isIn(Map<String, String> attributes, Address address) {
    try {
      byte[] given = Base64.getUrlDecoder().decode(attributes.getOrDefault(ATTRIBUTE, ""));
      String host = address.getInetAddress().getHostAddress();
      return secret.matches(
          given, head(attributes.getOrDefault(GridConfiguration.NODE_ID, ""), host), NO_BODY);
    } catch (IllegalArgumentException | UnknownHostException e) {
      return false;
    }
  }

  private byte[] code(String nodeId, String host) {
    return secret.codeOf(head(nodeId, host), NO_BODY);
  }

  private static String head(String nodeId, String host) {
    return "member\n" + nodeId + "\n" + host + "\n";
  }
}
