package io.spillway.engine.grid;

import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.JavaSerializationFilterConfig;

/**
 * What may come in by Java's own serialization: exceptions, which is how Hazelcast tells another
 * member that an operation failed, and what they are made of. Nothing else is let in.
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
    return new JavaSerializationFilterConfig().setDefaultsDisabled(true).setWhitelist(allowed);
  }
}
