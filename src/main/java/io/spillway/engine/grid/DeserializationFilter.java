package io.spillway.engine.grid;

import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.JavaSerializationFilterConfig;

/**
 * Allowlist for Java deserialization: exceptions, by which Hazelcast reports a failed operation to
 * another member, and their parts. Everything else is rejected.
 */
final class DeserializationFilter {
  private DeserializationFilter() {}

  static JavaSerializationFilterConfig config() {
    ClassFilter allowed =
        new ClassFilter()
            .addPrefixes(
                "com.hazelcast.",
                "java.lang.",
                "[Ljava.lang.",
                "java.util.concurrent.",
                "java.util.Collections$",
                "io.spillway.store.")
            .addClasses(
                "java.util.ArrayList",
                "java.util.CollSer",
                "java.util.UUID",
                "java.io.IOException",
                "java.io.EOFException");
    // That of another member is not one of this node, which would end.
    ClassFilter refused = new ClassFilter().addClasses("java.lang.OutOfMemoryError");
    return new JavaSerializationFilterConfig()
        .setDefaultsDisabled(true)
        .setWhitelist(allowed)
        .setBlacklist(refused);
  }
}
