package dev.picket.sources.condition;

import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.compiler.CelCompiler;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.picket.observation.InputProblem;
import dev.picket.observation.InvalidInputException;
import java.util.Map;

/**
 * A compiled expression whose evaluation is bounded: in its size, in how deep it nests, in how
 * often its comprehensions may go round, and in the size of its regular expressions, which take
 * linear time.
 */
final class Expression {

  /** The bounds, which the compiler needs as well. */
  static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(10_000)
          .maxParseRecursionDepth(64)
          .enableHeterogeneousNumericComparisons(true)
          .comprehensionMaxIterations(10_000)
          .maxRegexProgramSize(10_000)
          .build();

  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();

  private final String text;
  private final CelRuntime.Program program;

  private Expression(String text, CelRuntime.Program program) {
    this.text = text;
    this.program = program;
  }

  /**
   * Compiles a text.
   *
   * @param place where the text stands, such as {@code picket.yaml:12}
   * @throws InvalidInputException with one problem for each mistake, with its line and column in
   *     the text
   */
  static Expression compile(CelCompiler compiler, String text, String place) {
    CelValidationResult result = compiler.compile(text);
    if (result.hasError()) {
      throw new InvalidInputException(
          result.getErrors().stream().map(issue -> problem(issue, text, place)).toList());
    }
    try {
      return new Expression(text, RUNTIME.createProgram(result.getAst()));
    } catch (CelValidationException | CelEvaluationException failure) {
      throw new InvalidInputException(place, text, "a CEL expression: " + failure.getMessage());
    }
  }

  private static InputProblem problem(CelIssue issue, String text, String place) {
    var location = issue.getSourceLocation();
    return new InputProblem(
        place + ", line " + location.getLine() + ", column " + (location.getColumn() + 1),
        text,
        "a CEL expression: " + issue.getMessage());
  }

  /** The expression as it was written. */
  String text() {
    return text;
  }

  Object evaluate(Map<String, ?> variables) throws CelEvaluationException {
    return program.eval(variables);
  }
}
