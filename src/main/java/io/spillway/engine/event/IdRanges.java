package io.spillway.engine.event;

import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;

/** Execution ids as ranges of consecutive ids, for events. For one thread. */
public final class IdRanges {
  private final List<long[]> ranges = new ArrayList<>();
  private long count;

  /** Adds the ids from {@code first} to {@code last}. */
  public void add(long first, long last) {
    count += last - first + 1;
    if (!ranges.isEmpty() && ranges.get(ranges.size() - 1)[1] == first - 1) {
      ranges.get(ranges.size() - 1)[1] = last;
    } else {
      ranges.add(new long[] {first, last});
    }
  }

  /** Number of ids added. */
  public long count() {
    return count;
  }

  /** Number of ranges. */
  public int size() {
    return ranges.size();
  }

  /** {@code [first, last]} pairs of strings, the JSON form of int64. */
  JsonArray toJson() {
    JsonArray json = new JsonArray();
    for (long[] range : ranges) {
      json.add(new JsonArray().add(Long.toString(range[0])).add(Long.toString(range[1])));
    }
    return json;
  }
}
