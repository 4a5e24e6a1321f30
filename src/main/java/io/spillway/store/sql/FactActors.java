package io.spillway.store.sql;

import io.spillway.domain.execution.ExecutionFact;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who triggered the executions of a {@link FactBlock}, as the end of its layout: the number of
 * different actors, in two bytes; each of them once, its length in two bytes and UTF-8; and if
 * there are several, for each execution the index of its actor, in one byte if there are at most
 * 256 actors, else in two.
 */
final class FactActors {
  /** Of a block that does not name them. */
  static final FactActors UNKNOWN = new FactActors(new String[] {""}, new int[0]);

  private static final int MAX_OF_ONE_BYTE = 256;

  private final String[] actors;
  private final int[] indexes;

  /**
   * @param actors the different ones
   * @param indexes of the actor of each execution; empty if all have the same
   */
  private FactActors(String[] actors, int[] indexes) {
    this.actors = actors;
    this.indexes = indexes;
  }

  /**
   * A layout with the actors of these facts at its end.
   *
   * @param before how many bytes come before them, which the caller writes
   */
  static byte[] layoutOf(List<ExecutionFact> facts, int before) {
    String first = facts.get(0).actor();
    for (ExecutionFact fact : facts) {
      if (!first.equals(fact.actor())) {
        return layoutOfSeveral(facts, before);
      }
    }
    byte[] actor = utf8(first);
    ByteBuffer layout = ByteBuffer.allocate(before + 2 * Short.BYTES + actor.length);
    put(layout.position(before).putShort((short) 1), actor);
    return layout.array();
  }

  private static byte[] layoutOfSeveral(List<ExecutionFact> facts, int before) {
    Map<String, Integer> indexes = new LinkedHashMap<>();
    facts.forEach(fact -> indexes.putIfAbsent(fact.actor(), indexes.size()));
    List<byte[]> actors = indexes.keySet().stream().map(FactActors::utf8).toList();
    int bytes = Short.BYTES + facts.size() * indexBytes(actors.size());
    for (byte[] actor : actors) {
      bytes += Short.BYTES + actor.length;
    }
    ByteBuffer layout = ByteBuffer.allocate(before + bytes);
    layout.position(before).putShort((short) actors.size());
    actors.forEach(actor -> put(layout, actor));
    for (ExecutionFact fact : facts) {
      int index = indexes.getOrDefault(fact.actor(), 0);
      if (indexBytes(actors.size()) == Byte.BYTES) {
        layout.put((byte) index);
      } else {
        layout.putShort((short) index);
      }
    }
    return layout.array();
  }

  private static int indexBytes(int actors) {
    return actors <= MAX_OF_ONE_BYTE ? Byte.BYTES : Short.BYTES;
  }

  private static byte[] utf8(String actor) {
    return actor.getBytes(StandardCharsets.UTF_8);
  }

  private static void put(ByteBuffer layout, byte[] actor) {
    layout.putShort((short) actor.length).put(actor);
  }

  /**
   * Reads the actors of {@code count} executions, which must be all that is left.
   *
   * @throws IllegalArgumentException if they are damaged
   */
  static FactActors read(ByteBuffer in, int count) {
    try {
      int size = Short.toUnsignedInt(in.getShort());
      if (size < 1 || size > count) {
        throw new IllegalArgumentException(size + " actors of " + count + " executions");
      }
      String[] actors = new String[size];
      for (int i = 0; i < size; i++) {
        actors[i] = text(in);
      }
      int[] indexes = new int[size == 1 ? 0 : count];
      for (int i = 0; i < indexes.length; i++) {
        indexes[i] = index(in, size);
      }
      if (in.hasRemaining()) {
        throw new IllegalArgumentException(in.remaining() + " extra bytes");
      }
      return new FactActors(actors, indexes);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("truncated", e);
    }
  }

  private static String text(ByteBuffer in) {
    byte[] actor = new byte[Short.toUnsignedInt(in.getShort())];
    in.get(actor);
    return ExecutionFact.requireActor(new String(actor, StandardCharsets.UTF_8));
  }

  private static int index(ByteBuffer in, int actors) {
    int index =
        indexBytes(actors) == Byte.BYTES
            ? Byte.toUnsignedInt(in.get())
            : Short.toUnsignedInt(in.getShort());
    if (index >= actors) {
      throw new IllegalArgumentException("actor " + index + " of " + actors);
    }
    return index;
  }

  /** Who triggered the execution at this place of the block; empty if that is not known. */
  String of(int place) {
    return actors[indexes.length == 0 ? 0 : indexes[place]];
  }
}
