package io.spillway.engine.step;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExprVisitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/** Finds what an expression reads of {@code ctx} by a name that is written in it. */
final class CelReads extends CelExprVisitor {
  private final LongFunction<TextPosition> positions;
  private final List<ContextRead> reads = new ArrayList<>();

  /** How many macros around have a variable that is called like the context. */
  private int shadows;

  private CelReads(LongFunction<TextPosition> positions) {
    this.positions = positions;
  }

  /**
   * The reads of an expression.
   *
   * @param positions the position of the node with an id
   */
  static List<ContextRead> of(CelAbstractSyntaxTree tree, LongFunction<TextPosition> positions) {
    CelReads visitor = new CelReads(positions);
    visitor.visit(tree);
    return List.copyOf(visitor.reads);
  }

  @Override
  protected void visit(CelExpr expression, CelExpr.CelSelect select) {
    if (isContext(select.operand())) {
      add(select.field(), select.operand());
    }
    super.visit(expression, select);
  }

  @Override
  protected void visit(CelExpr expression, CelExpr.CelCall call) {
    if (call.function().equals("_[_]") && isContext(call.args().get(0))) {
      textOf(call.args().get(1)).ifPresent(name -> add(name, call.args().get(0)));
    }
    super.visit(expression, call);
  }

  @Override
  protected void visit(CelExpr expression, CelExpr.CelComprehension loop) {
    visit(loop.iterRange());
    visit(loop.accuInit());
    int shadow = loop.iterVar().equals(CelExpressions.CONTEXT) ? 1 : 0;
    shadows += shadow;
    visit(loop.loopCondition());
    visit(loop.loopStep());
    shadows -= shadow;
    visit(loop.result());
  }

  private boolean isContext(CelExpr expression) {
    return shadows == 0 && expression.identOrDefault().name().equals(CelExpressions.CONTEXT);
  }

  private static Optional<String> textOf(CelExpr expression) {
    CelConstant constant = expression.constantOrDefault();
    return constant.getKind() == CelConstant.Kind.STRING_VALUE
        ? Optional.of(constant.stringValue())
        : Optional.empty();
  }

  private void add(String name, CelExpr context) {
    reads.add(new ContextRead(name, positions.apply(context.id())));
  }
}
