package io.spillway.engine.step;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSource;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;

/**
 * Compiles expressions of the Common Expression Language, with its standard functions and macros
 * and one variable, {@code ctx}. Remembers what it compiled. Thread-safe.
 */
public final class CelExpressions {
  /** The maximum length of an expression, in characters. */
  public static final int MAX_LENGTH = 4_096;

  static final String CONTEXT = "ctx";

  /** What is remembered, in characters of expressions; a program is about a hundred times that. */
  private static final long REMEMBERED_CHARACTERS = 1 << 20;

  private static final int OVERHEAD_CHARACTERS = 64;
  private static final int MAX_REGEX_INSTRUCTIONS = 500;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .comprehensionMaxIterations(EvaluationBudget.MAX_ITERATIONS)
          .maxExpressionCodePointSize(MAX_LENGTH)
          .maxRegexProgramSize(MAX_REGEX_INSTRUCTIONS)
          .enableHeterogeneousNumericComparisons(true)
          .build();

  private final CelCompiler compiler =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(OPTIONS)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar(CONTEXT, MapType.create(SimpleType.STRING, SimpleType.DYN))
          .build();

  private final CelRuntime runtime =
      CelRuntimeFactory.legacyCelRuntimeBuilder().setOptions(OPTIONS).build();

  private final Cache<String, CelExpression> compiled =
      Caffeine.newBuilder()
          .maximumWeight(REMEMBERED_CHARACTERS)
          .weigher((String text, CelExpression expression) -> text.length() + OVERHEAD_CHARACTERS)
          .build();

  /**
   * Compiles an expression.
   *
   * @throws InvalidExpressionException if it does not compile
   */
  CelExpression compile(String text) {
    return compiled.get(text, this::compiledNow);
  }

  private CelExpression compiledNow(String text) {
    int length = text.codePointCount(0, text.length());
    if (length > MAX_LENGTH) {
      throw new InvalidExpressionException(
          TextPosition.START, "it has " + length + " characters, must be at most " + MAX_LENGTH);
    }
    try {
      CelAbstractSyntaxTree tree = checked(compiler.compile(text));
      CelSource source = tree.getSource();
      CelKind kind = tree.getResultType().kind();
      return new CelExpression(
          text,
          runtime.createProgram(tree),
          CelReads.of(
              tree,
              id -> CelExpression.position(text, source.getPositionsMap().getOrDefault(id, 0))),
          kind == CelKind.BOOL || kind == CelKind.DYN);
    } catch (CelValidationException | CelEvaluationException e) {
      throw new InvalidExpressionException(TextPosition.START, "it cannot be compiled");
    } catch (StackOverflowError e) {
      throw new InvalidExpressionException(TextPosition.START, "it is nested too deeply");
    }
  }

  private static CelAbstractSyntaxTree checked(CelValidationResult result)
      throws CelValidationException {
    if (result.hasError()) {
      CelIssue first = result.getErrors().get(0);
      CelSourceLocation location = first.getSourceLocation();
      throw new InvalidExpressionException(
          new TextPosition(Math.max(1, location.getLine()), Math.max(0, location.getColumn()) + 1),
          first.getMessage().replace(" (in container '')", ""));
    }
    return result.getAst();
  }
}
