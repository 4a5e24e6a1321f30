package io.spillway.engine.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.cluster.Address;
import java.net.UnknownHostException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemberProofTest {
  private static final ClusterSecret SECRET = new ClusterSecret("s".repeat(32));

  private final MemberProof proof = new MemberProof(SECRET);

  @ParameterizedTest
  @CsvSource({
    "node-1, 10.0.0.1, true",
    "node-2, 10.0.0.1, false",
    "node-1, 10.0.0.2, false",
  })
  void aProofIsGoodForOneIdAtOneAddress(String id, String host, boolean isGood)
      throws UnknownHostException {
    String given = proof.of("node-1", "10.0.0.1");

    assertThat(isIn(id, given, host)).isEqualTo(isGood);
  }

  @Test
  void anotherSecretOrNoneIsNoProof() throws UnknownHostException {
    String another = new MemberProof(new ClusterSecret("t".repeat(32))).of("node-1", "10.0.0.1");

    assertThat(isIn("node-1", another, "10.0.0.1")).isFalse();
    assertThat(isIn("node-1", "", "10.0.0.1")).isFalse();
    assertThat(isIn("node-1", "no Base64!", "10.0.0.1")).isFalse();
    assertThat(proof.isIn(Map.of(), new Address("10.0.0.1", 5701))).isFalse();
  }

  @Test
  void aSecretThatMightBeGuessedIsRefused() {
    assertThatThrownBy(() -> new ClusterSecret("x".repeat(31)))
        .hasMessage("the secret has 31 characters, must have at least 32");
    assertThat(SECRET.toString()).doesNotContain("sss");
  }

  private boolean isIn(String id, String given, String host) throws UnknownHostException {
    return proof.isIn(
        Map.of(GridConfiguration.NODE_ID, id, MemberProof.ATTRIBUTE, given),
        new Address(host, 5701));
  }
}
