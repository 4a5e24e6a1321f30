package io.spillway.domain.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExecutionStateTest {
  /** Rows are from, columns are to; an x is a legal transition. */
  private static final String TABLE =
      """
      from \\ to                 PENDING CREATING GET_STEP PROCESS_STEP COMPLETE_STEP WAITING DONE ERROR TERMINATE PAUSED_BY_CIRCUIT_BREAKER
      PENDING                   -       x        -        -            -             -       -    x     x         -
      CREATING                  -       -        x        -            -             -       -    x     x         -
      GET_STEP                  -       -        -        x            -             -       x    x     x         -
      PROCESS_STEP              -       -        -        -            x             x       -    x     x         -
      COMPLETE_STEP             -       -        x        -            -             -       x    x     x         -
      WAITING                   -       -        -        x            -             -       -    x     x         -
      DONE                      -       -        -        -            -             -       -    -     -         -
      ERROR                     -       -        -        -            -             -       -    -     -         -
      TERMINATE                 -       -        -        -            -             -       -    -     -         -
      PAUSED_BY_CIRCUIT_BREAKER x       -        -        -            -             -       -    -     x         -
      """;

  /** Rows are from, columns are to; an x is where a runner may move an execution. */
  private static final String REACHED =
      """
      from \\ to                 PENDING CREATING GET_STEP PROCESS_STEP COMPLETE_STEP WAITING DONE ERROR TERMINATE PAUSED_BY_CIRCUIT_BREAKER
      PENDING                   -       x        x        x            x             x       x    x     x         -
      CREATING                  -       -        x        x            x             x       x    x     x         -
      GET_STEP                  -       -        x        x            x             x       x    x     x         -
      PROCESS_STEP              -       -        x        x            x             x       x    x     x         -
      COMPLETE_STEP             -       -        x        x            x             x       x    x     x         -
      WAITING                   -       -        x        x            x             x       x    x     x         -
      DONE                      -       -        -        -            -             -       -    -     -         -
      ERROR                     x       -        -        -            -             -       -    -     -         -
      TERMINATE                 -       -        -        -            -             -       -    -     -         -
      PAUSED_BY_CIRCUIT_BREAKER -       -        -        -            -             -       -    -     -         -
      """;

  static Stream<Arguments> pairs() {
    return pairsOf(TABLE);
  }

  static Stream<Arguments> reachedPairs() {
    return pairsOf(REACHED);
  }

  private static Stream<Arguments> pairsOf(String table) {
    List<String[]> rows =
        table.lines().map(line -> line.replace("from \\ to", "from").split(" +", -1)).toList();
    String[] header = rows.get(0);
    return rows.stream()
        .skip(1)
        .flatMap(
            row ->
                Stream.iterate(1, column -> column + 1)
                    .limit(row.length - 1L)
                    .map(
                        column ->
                            Arguments.of(
                                ExecutionState.valueOf(row[0]),
                                ExecutionState.valueOf(header[column]),
                                row[column].equals("x"))));
  }

  @Test
  void theTableNamesEveryPair() {
    int all = ExecutionState.values().length * ExecutionState.values().length;
    assertThat(pairs().map(pair -> List.of(pair.get()[0], pair.get()[1])).distinct()).hasSize(all);
    assertThat(reachedPairs().map(pair -> List.of(pair.get()[0], pair.get()[1])).distinct())
        .hasSize(all);
  }

  @ParameterizedTest(name = "{0} -> {1}: {2}")
  @MethodSource("reachedPairs")
  void aRunnerMovesAnExecutionExactlyWhereTheTableSaysSo(
      ExecutionState from, ExecutionState to, boolean legal) {
    assertThat(from.canReach(to)).isEqualTo(legal);
  }

  @ParameterizedTest(name = "{0} -> {1}: {2}")
  @MethodSource("pairs")
  void aTransitionIsLegalExactlyIfTheTableSaysSo(
      ExecutionState from, ExecutionState to, boolean legal) {
    assertThat(from.canBecome(to)).isEqualTo(legal);
  }

  @Test
  void nothingFollowsDoneErrorAndTerminateAndSomethingEveryOtherState() {
    assertThat(Arrays.stream(ExecutionState.values()).filter(ExecutionState::isFinal))
        .containsExactly(ExecutionState.DONE, ExecutionState.ERROR, ExecutionState.TERMINATE);
  }

  @ParameterizedTest
  @CsvSource({
    "1,PENDING",
    "2,CREATING",
    "3,GET_STEP",
    "4,PROCESS_STEP",
    "5,COMPLETE_STEP",
    "6,WAITING",
    "7,DONE",
    "8,ERROR",
    "9,TERMINATE",
    "10,PAUSED_BY_CIRCUIT_BREAKER"
  })
  void theCodesNeverChange(int code, ExecutionState state) {
    assertThat(state.code()).isEqualTo((byte) code);
    assertThat(ExecutionState.ofCode(code)).isEqualTo(state);
    assertThat(state.bit()).isEqualTo(1 << code);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 11, 127, -128})
  void anUnknownCodeIsRefused(int code) {
    assertThatThrownBy(() -> ExecutionState.ofCode(code))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("code of an execution state is " + code + ", must be 1 to 10");
  }
}
