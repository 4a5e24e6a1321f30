package io.spillway.engine.grid;

import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.impl.DefaultNodeContext;
import com.hazelcast.instance.impl.DefaultNodeExtension;
import com.hazelcast.instance.impl.HazelcastInstanceFactory;
import com.hazelcast.instance.impl.Node;
import com.hazelcast.instance.impl.NodeExtension;
import com.hazelcast.internal.cluster.impl.JoinMessage;
import com.hazelcast.internal.cluster.impl.JoinRequest;
import java.util.List;
import java.util.Optional;

/**
 * A member that lets others join only with a {@link MemberProof}, if the cluster has a secret, and
 * only with the same {@linkplain AgreedSettings#required required settings}. Open-source Hazelcast
 * has no setting for that: this uses internals of it.
 */
final class GuardedMember extends DefaultNodeContext {
  private final Optional<MemberProof> proof;
  private final AgreedSettings agreed;

  private GuardedMember(Optional<MemberProof> proof, AgreedSettings agreed) {
    this.proof = proof;
    this.agreed = agreed;
  }

  /**
   * Starts a member and joins the others.
   *
   * @throws NotJoinedException if they do not let it in
   */
  static HazelcastInstance start(Config config, GridSettings settings) {
    GuardedMember member =
        new GuardedMember(settings.secret().map(MemberProof::new), settings.agreed());
    try {
      return HazelcastInstanceFactory.newHazelcastInstance(
          config, config.getInstanceName(), member);
    } catch (IllegalStateException e) {
      throw new NotJoinedException(
          "this member has not joined the cluster; an earlier line, here or in the log of another"
              + " member, says why: "
              + e.getMessage(),
          e);
    }
  }

  @Override
  public NodeExtension createNodeExtension(Node node) {
    return new DefaultNodeExtension(node) {
      @Override
      public void validateJoinRequest(JoinMessage message) {
        super.validateJoinRequest(message);
        if (message instanceof JoinRequest request) {
          // The caller logs the message and sends it to the one who wants to join.
          requireProof(request);
          requireAgreement(request, node.getThisAddress().toString());
        }
      }
    };
  }

  private void requireProof(JoinRequest request) {
    if (proof.isPresent() && !proof.get().isIn(request.getAttributes(), request.getAddress())) {
      throw new IllegalStateException(
          "member "
              + request.getAddress()
              + " does not prove that it knows the secret of the cluster; see"
              + " --cluster-secret-file");
    }
  }

  private void requireAgreement(JoinRequest request, String self) {
    List<String> differences =
        agreed.requiredOf(self, request.getAddress().toString(), request.getAttributes());
    if (!differences.isEmpty()) {
      throw new IllegalStateException(String.join("; ", differences));
    }
  }
}
