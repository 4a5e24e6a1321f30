package io.spillway.engine.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.config.SerializationConfig;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.IndeterminateOperationStateException;
import com.hazelcast.core.OperationTimeoutException;
import com.hazelcast.internal.serialization.Data;
import com.hazelcast.internal.serialization.InternalSerializationService;
import com.hazelcast.internal.serialization.impl.DefaultSerializationServiceBuilder;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import com.hazelcast.spi.exception.TargetNotMemberException;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionException;
import io.spillway.store.StaleWriteException;
import io.spillway.store.StoreException;
import io.spillway.store.UnknownOutcomeException;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeserializationFilterTest {
  private final InternalSerializationService members =
      new DefaultSerializationServiceBuilder()
          .setConfig(
              new SerializationConfig()
                  .setJavaSerializationFilterConfig(DeserializationFilter.config()))
          .build();

  @AfterEach
  void dispose() {
    members.dispose();
  }

  static Stream<Throwable> failures() {
    Throwable withSuppressed = new StoreException("the disk is full");
    withSuppressed.addSuppressed(new IllegalStateException("beside it"));
    return Stream.of(
        new StaleWriteException("segment", 7L, 3),
        withSuppressed,
        new UnknownOutcomeException(new IOException("broken pipe")),
        new IllegalArgumentException("outer", new NullPointerException("inner")),
        new ExecutionException(new IOException("broken pipe")),
        new IndeterminateOperationStateException("backups"),
        new OperationTimeoutException("late"),
        new HazelcastInstanceNotActiveException("gone"),
        new SplitBrainProtectionException("alone"),
        new TargetNotMemberException("left"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whatTellsAFailureIsLetIn(Throwable failure) {
    Data sent = members.toData(failure);

    assertThat(members.<Throwable>toObject(sent))
        .hasSameClassAs(failure)
        .hasMessage(failure.getMessage());
  }

  private record Stranger(String text) implements Serializable {}

  static Stream<Serializable> strangers() {
    return Stream.of(
        new Stranger("x"), URI.create("http://localhost"), new Serializable[] {new Stranger("x")});
  }

  @ParameterizedTest
  @MethodSource("strangers")
  void nothingElseIsLetIn(Serializable stranger) {
    Data sent = members.toData(stranger);

    assertThatThrownBy(() -> members.toObject(sent))
        .isInstanceOf(HazelcastSerializationException.class)
        .hasRootCauseInstanceOf(SecurityException.class);
  }
}
