package io.spillway.engine.grid;

import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.impl.DefaultNodeContext;
import com.hazelcast.instance.impl.HazelcastInstanceFactory;
import com.hazelcast.instance.impl.Node;
import com.hazelcast.internal.server.Server;
import com.hazelcast.internal.server.tcp.LocalAddressRegistry;
import com.hazelcast.internal.server.tcp.ServerSocketRegistry;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member of its own that nobody can reach. Hazelcast does not start without a socket, so it has
 * one, on the loopback address, until it has started; whoever has connected by then is
 * disconnected. There is no setting for that: this uses internals of Hazelcast.
 */
final class UnreachableMember extends DefaultNodeContext {
  private static final Logger LOG = LoggerFactory.getLogger(UnreachableMember.class);
  private static final int MAX_WAKE_UPS = 100;
  private static final int WAIT_MILLIS = 20;

  private @Nullable ServerSocketRegistry sockets;
  private @Nullable Server server;

  private UnreachableMember() {}

  static HazelcastInstance start(Config config) {
    UnreachableMember member = new UnreachableMember();
    HazelcastInstance started =
        HazelcastInstanceFactory.newHazelcastInstance(config, config.getInstanceName(), member);
    member.stopListening(started.getCluster().getLocalMember().getSocketAddress());
    return started;
  }

  @Override
  public Server createServer(
      Node node, ServerSocketRegistry registry, LocalAddressRegistry addresses) {
    Server created = super.createServer(node, registry, addresses);
    sockets = registry;
    server = created;
    return created;
  }

  private void stopListening(InetSocketAddress address) {
    Objects.requireNonNull(sockets).destroy();
    // The selector of the acceptor closes a socket when it wakes up, and connecting wakes it up.
    for (int i = 0; i < MAX_WAKE_UPS && connects(address); i++) {
      LOG.debug("the socket at {} is not closed yet", address);
    }
    List.copyOf(Objects.requireNonNull(server).getConnections())
        .forEach(connection -> connection.close("this member is of its own", null));
  }

  private static boolean connects(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, WAIT_MILLIS);
      socket.setSoTimeout(WAIT_MILLIS);
      return socket.getInputStream().read() >= -1;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return !(e instanceof ConnectException);
    }
  }
}
