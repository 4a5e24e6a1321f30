package io.spillway.engine.worker;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The other members of the cluster, and the jobs that they have. Thread-safe. */
public interface JobPeers {
  /** Of a node that runs alone. */
  JobPeers NONE =
      new JobPeers() {
        @Override
        public void listen(Listener told) {}

        @Override
        public void onReady(String type, int more) {}

        @Override
        public List<String> withReady(Set<String> types) {
          return List.of();
        }

        @Override
        public Future<List<String>> find(
            String member, Set<String> types, Set<String> scope, int max) {
          return Future.succeededFuture(List.of());
        }

        @Override
        public Collection<JobTypeState> types() {
          return List.of();
        }
      };

  /** Is told when a member announces more jobs. */
  @FunctionalInterface
  interface Listener {
    /** A member has {@code more} jobs of a type ready than it had. */
    void onReady(String type, int more);
  }

  /** Replaces the listener. */
  void listen(Listener told);

  /** This node has {@code more} jobs of a type ready than it had: the others are told soon. */
  void onReady(String type, int more);

  /** The members that announced ready jobs of these types. */
  List<String> withReady(Set<String> types);

  /**
   * Asks a member for its automations with ready jobs, the one that waits for the longest first.
   *
   * @param scope the automations to look at, empty for all
   * @param max how many at most
   * @return empty if the member does not answer
   */
  Future<List<String>> find(String member, Set<String> types, Set<String> scope, int max);

  /** What the members announced. */
  Collection<JobTypeState> types();
}
