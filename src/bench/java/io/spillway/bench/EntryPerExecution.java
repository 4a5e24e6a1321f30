package io.spillway.bench;

import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.SerializerConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.IMap;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.StreamSerializer;
import com.hazelcast.query.Predicate;
import com.hazelcast.query.Predicates;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The usual way to keep executions in Hazelcast, in a process of its own: a map with an entry per
 * execution, and {@code executeOnEntries} with a predicate to resolve.
 *
 * <p>Everything that would slow it down is left out: it keeps nothing on a disk, has no index
 * (which makes this slower), no backup, and is timed inside its process. It reads lines: {@code
 * fill N BYTES}, {@code pause} all again, {@code resolve STATE}, {@code quit}.
 */
final class EntryPerExecution {
  static final String NAME = "entry per execution";

  private static final int PAUSED = 10;
  private static final String AUTOMATION = "automation-0000000000000000";
  private static final int PUT_TOGETHER = 10_000;

  private final IMap<Long, Execution> executions;

  private EntryPerExecution(IMap<Long, Execution> executions) {
    this.executions = executions;
  }

  /**
   * What an entry holds.
   *
   * @param automationId whose
   * @param state a code
   * @param generation of the trip
   * @param createdAt epoch milliseconds
   * @param updatedAt epoch milliseconds
   * @param context JSON in UTF-8
   */
  @SuppressWarnings("ArrayRecordComponent") // As the server does: a context is handed on.
  record Execution(
      String automationId,
      int state,
      int generation,
      long createdAt,
      long updatedAt,
      byte[] context) {
    Execution in(int next, long now) {
      return new Execution(automationId, next, generation, createdAt, now, context);
    }
  }

  /** Speaks by lines until it is told to quit or its input ends. */
  public static void main(String[] arguments) throws IOException {
    Config config = new Config();
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.logging.type", "none");
    config.getJetConfig().setEnabled(false);
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
    config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
    config
        .getSerializationConfig()
        .addSerializerConfig(
            new SerializerConfig()
                .setTypeClass(Execution.class)
                .setImplementation(new Serializer()));
    config.addMapConfig(
        new MapConfig("executions")
            .setBackupCount(0)
            .setInMemoryFormat(InMemoryFormat.OBJECT)
            .setStatisticsEnabled(false));
    HazelcastInstance hazelcast = Hazelcast.newHazelcastInstance(config);
    try {
      new EntryPerExecution(hazelcast.getMap("executions")).serve();
    } finally {
      hazelcast.shutdown();
    }
  }

  private void serve() throws IOException {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    String line;
    while ((line = input.readLine()) != null && !line.equals("quit")) {
      String[] words = line.split(" ", -1);
      if (words[0].equals("fill")) {
        fill(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
        System.out.println("filled " + executions.size());
      } else if (words[0].equals("pause")) {
        executions.executeOnEntries(new Resolve(PAUSED));
        // Lest it is collected while others are measured.
        System.gc();
        System.out.println("paused");
      } else {
        System.out.println("resolved " + resolve(Integer.parseInt(words[1])));
      }
    }
  }

  private void fill(int count, int contextBytes) {
    executions.clear();
    long now = System.currentTimeMillis();
    Map<Long, Execution> some = new HashMap<>();
    for (long id = 0; id < count; id++) {
      some.put(id, new Execution(AUTOMATION, PAUSED, 1, now, now, Contexts.utf8(contextBytes)));
      if (some.size() == PUT_TOGETHER) {
        executions.putAll(some);
        some.clear();
      }
    }
    executions.putAll(some);
  }

  /** Answers nanoseconds and how many were moved. */
  private String resolve(int to) {
    Predicate<Long, Execution> held =
        Predicates.and(
            Predicates.equal("automationId", AUTOMATION), Predicates.equal("state", PAUSED));
    long start = System.nanoTime();
    Map<Long, Boolean> moved = executions.executeOnEntries(new Resolve(to), held);
    return System.nanoTime() - start + " " + moved.size();
  }

  private record Resolve(int to) implements EntryProcessor<Long, Execution, Boolean> {
    @Override
    public Boolean process(Map.Entry<Long, Execution> entry) {
      entry.setValue(entry.getValue().in(to, System.currentTimeMillis()));
      return true;
    }
  }

  private static final class Serializer implements StreamSerializer<Execution> {
    @Override
    public int getTypeId() {
      return 1;
    }

    @Override
    public void write(ObjectDataOutput out, Execution execution) throws IOException {
      out.writeString(execution.automationId());
      out.writeInt(execution.state());
      out.writeInt(execution.generation());
      out.writeLong(execution.createdAt());
      out.writeLong(execution.updatedAt());
      out.writeByteArray(execution.context());
    }

    @Override
    public Execution read(ObjectDataInput in) throws IOException {
      return new Execution(
          in.readString(),
          in.readInt(),
          in.readInt(),
          in.readLong(),
          in.readLong(),
          in.readByteArray());
    }
  }
}
