package io.spillway.domain.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChainCheckTest {
  private static final ChainPoint GENESIS = new ChainPoint(0, ChainPoint.GENESIS_HASH);

  private final List<Row> rows = chain(10);
  private final ChainPoint end = rows.get(9).point();

  private record Row(ChainRow columns, Optional<ChainLink> link) {
    ChainPoint point() {
      return new ChainPoint(columns.number(), link.orElseThrow().hash());
    }
  }

  private static List<Row> chain(int count) {
    List<Row> rows = new ArrayList<>();
    String previous = ChainPoint.GENESIS_HASH;
    for (int number = 1; number <= count; number++) {
      Row row = linked(columns(number, "alice"), previous);
      rows.add(row);
      previous = row.point().hash();
    }
    return rows;
  }

  private static ChainRow columns(long number, String actor) {
    return new ChainRow(
        number, "u" + number + actor, "PAUSED_RUN", 1_000 + number, actor, "a", "m", "{}");
  }

  private static Row linked(ChainRow columns, String previousHash) {
    return new Row(columns, Optional.of(new ChainLink(previousHash, columns.hash(previousHash))));
  }

  private String hashOf(int number) {
    return rows.get(number - 1).point().hash();
  }

  private List<String> problems() {
    return problems(GENESIS, end);
  }

  private List<String> problems(ChainPoint beginning, ChainPoint last) {
    ChainCheck check = ChainCheck.ofLog(beginning);
    rows.forEach(row -> check.row(row.columns(), row.link()));
    check.end(last);
    assertThat(check.found()).isEqualTo(check.problems().size());
    return check.problems().stream().map(ChainCheck.Problem::message).toList();
  }

  private List<String> problemsOfPart() {
    ChainCheck check = ChainCheck.ofPart();
    rows.forEach(row -> check.row(row.columns(), row.link()));
    check.end();
    return check.problems().stream().map(ChainCheck.Problem::message).toList();
  }

  @Test
  void anUntouchedChainIsIntact() {
    assertThat(problems()).isEmpty();
    assertThat(problemsOfPart()).isEmpty();
  }

  @Test
  void anEmptyChainIsIntact() {
    rows.clear();

    assertThat(problems(GENESIS, GENESIS)).isEmpty();
    assertThat(problemsOfPart()).isEmpty();
  }

  @Test
  void aChainMayBeginAfterRowsThatWereRemoved() {
    ChainPoint third = rows.get(2).point();
    rows.subList(0, 3).clear();

    assertThat(problems(third, end)).isEmpty();
    assertThat(problemsOfPart()).isEmpty();
  }

  @Test
  void rowsBeforeTheChainHaveNoHash() {
    ChainPoint beginning = new ChainPoint(2, ChainPoint.GENESIS_HASH);
    rows.clear();
    rows.add(new Row(columns(1, "old"), Optional.empty()));
    rows.add(new Row(columns(2, "old"), Optional.empty()));
    rows.add(linked(columns(3, "alice"), ChainPoint.GENESIS_HASH));

    assertThat(problems(beginning, rows.get(2).point())).isEmpty();
    assertThat(problemsOfPart()).isEmpty();
  }

  @Test
  void aChangedRowIsFound() {
    for (int number = 1; number <= 10; number++) {
      rows.clear();
      rows.addAll(chain(10));
      rows.set(number - 1, new Row(columns(number, "mallory"), rows.get(number - 1).link()));
      String expected = "row %d was changed: its columns do not match its hash".formatted(number);

      assertThat(problems()).containsExactly(expected);
      assertThat(problemsOfPart()).containsExactly(expected);
    }
  }

  @Test
  void aRowThatWasChangedTogetherWithItsHashIsFound() {
    for (int number = 1; number <= 10; number++) {
      rows.clear();
      rows.addAll(chain(10));
      Optional<ChainLink> link = rows.get(number - 1).link();
      rows.set(number - 1, linked(columns(number, "mallory"), link.orElseThrow().previousHash()));

      assertThat(problems())
          .containsExactly(
              "row %d was changed together with its hash: what follows it continues another hash"
                  .formatted(number));
    }
  }

  @Test
  void aRowWhosePreviousHashWasChangedIsFound() {
    rows.set(4, new Row(rows.get(4).columns(), Optional.of(new ChainLink("x", hashOf(5)))));

    assertThat(problems()).containsExactly("row 5 was changed: its columns do not match its hash");
  }

  @Test
  void aMissingRowIsFound() {
    for (int number = 1; number <= 10; number++) {
      rows.clear();
      rows.addAll(chain(10));
      rows.remove(number - 1);

      assertThat(problems()).containsExactly("row %d is missing".formatted(number));
    }
  }

  @Test
  void missingRowsAreFoundAlsoIfAllOrTheFirstOrTheLastAre() {
    rows.subList(3, 6).clear();
    assertThat(problems()).containsExactly("rows 4 to 6 are missing");
    assertThat(problemsOfPart()).containsExactly("rows 4 to 6 are missing");

    rows.subList(0, 3).clear();
    assertThat(problems()).containsExactly("rows 1 to 6 are missing");

    rows.clear();
    assertThat(problems()).containsExactly("rows 1 to 10 are missing");
  }

  @Test
  void anInsertedRowWithoutAHashIsFound() {
    rows.add(new Row(columns(11, "mallory"), Optional.empty()));

    assertThat(problems()).containsExactly("row 11 was inserted: it has no hash");
    assertThat(problemsOfPart()).containsExactly("row 11 was inserted: it has no hash");
  }

  @Test
  void anInsertedRowWithAGoodHashIsFound() {
    rows.add(linked(columns(11, "mallory"), hashOf(10)));
    assertThat(problems()).containsExactly("row 11 was inserted: what follows continues row 10");

    rows.add(linked(columns(12, "alice"), hashOf(10)));
    assertThat(problems(GENESIS, rows.get(11).point()))
        .containsExactly("row 11 was inserted: what follows continues row 10");
    assertThat(problemsOfPart())
        .containsExactly("row 11 was inserted: what follows continues row 10");
  }

  @Test
  void anInsertedRowWithAnyHashIsFound() {
    rows.add(new Row(columns(11, "mallory"), Optional.of(new ChainLink("x", "y"))));

    assertThat(problems()).containsExactly("row 11 was inserted: what follows continues row 10");
  }

  @Test
  void severalInsertedRowsAreFound() {
    rows.add(linked(columns(14, "mallory"), hashOf(10)));
    rows.add(linked(columns(15, "mallory"), hashOf(11)));
    rows.add(linked(columns(16, "mallory"), hashOf(12)));

    assertThat(problems())
        .containsExactly("rows 14 to 16 were inserted: what follows continues row 10");
  }

  @Test
  void rowsThatAreNotInOrderAreFound() {
    rows.add(rows.get(3));

    assertThat(problemsOfPart()).containsExactly("row 4 was inserted or moved: it is after row 10");
  }

  @Test
  void aRowBeforeTheBeginningIsFound() {
    ChainPoint fourth = rows.get(3).point();
    rows.subList(0, 3).clear();
    assertThat(problems(fourth, end))
        .containsExactly("row 4 was inserted or moved: it is after row 4");

    rows.set(0, new Row(columns(4, "mallory"), Optional.empty()));
    assertThat(problems(fourth, end)).containsExactly("row 4 was inserted: it has no hash");
  }

  @Test
  void aBeginningOfAnotherChainIsFound() {
    rows.subList(0, 3).clear();

    assertThat(problems(new ChainPoint(3, "x"), end))
        .containsExactly("row 4 does not continue the beginning of the chain, row 3");
  }

  @Test
  void aPartWithRowsBeforeTheChainBeginsWithTheChain() {
    rows.remove(0);
    rows.add(0, new Row(columns(1, "old"), Optional.empty()));

    assertThat(problemsOfPart())
        .containsExactly("rows before row 2 are missing: it is not the first with a hash");
  }

  @Test
  void muchIsCountedButNotListed() {
    rows.clear();
    chain(500).forEach(row -> rows.add(new Row(columns(row.columns().number(), "x"), row.link())));
    ChainCheck check = ChainCheck.ofPart();
    rows.forEach(row -> check.row(row.columns(), row.link()));
    check.end();

    assertThat(check.found()).isEqualTo(500);
    assertThat(check.problems()).hasSize(100);
    assertThat(check.problems().get(99).number()).isEqualTo(100);
    assertThat(check.chained()).isEqualTo(500);
  }
}
