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

/**
 * A member that lets others join only with a {@link MemberProof}. Open-source Hazelcast has no
 * setting for that: this uses internals of it.
 */
final class GuardedMember extends DefaultNodeContext {
  private final MemberProof proof;

  private GuardedMember(MemberProof proof) {
    this.proof = proof;
  }

  static HazelcastInstance start(Config config, MemberProof proof) {
    return HazelcastInstanceFactory.newHazelcastInstance(
        config, config.getInstanceName(), new GuardedMember(proof));
  }

  @Override
  public NodeExtension createNodeExtension(Node node) {
    return new DefaultNodeExtension(node) {
      @Override
      public void validateJoinRequest(JoinMessage message) {
        super.validateJoinRequest(message);
        // The caller logs the message and sends it to the one who wants to join.
        if (message instanceof JoinRequest request
            && !proof.isIn(request.getAttributes(), request.getAddress())) {
          throw new IllegalStateException(
              "member "
                  + request.getAddress()
                  + " does not prove that it knows the secret of the cluster; see"
                  + " --cluster-secret-file");
        }
      }
    };
  }
}
