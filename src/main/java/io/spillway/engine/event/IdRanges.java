package io.spillway.engine.event;

import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;

/** Execution ids as runs of consecutive ones, which is how events tell of many. For one thread. */
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

  /** How many ids were added. */
  public long count() {
    return count;
  }

  /** How many runs they make. */
  public int size() {
    return ranges.size();
  }

  /** {@code [first, last]} pairs of strings, as int64 travel. */
  JsonArray toJson() {
    JsonArray json = new JsonArray();
    for (long[] range : ranges) {
      json.add(new JsonArray().add(Long.toString(range[0])).add(Long.toString(range[1])));
    }
    return json;
  }
}
