package dev.picket.lab.admission;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.picket.lab.cel.Functions;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A compiled CEL expression over untyped variables. Its evaluation is bounded: in its size, in how
 * deep it nests, in how often its comprehensions may go round, and in the size of its regular
 * expressions. Safe for use by many threads.
 */
final class Expression {

  /** What an expression is to yield. */
  enum Yields {
    TRUTH(SimpleType.BOOL, "bool"),
    TEXT(SimpleType.STRING, "string"),
    ANYTHING(SimpleType.DYN, "any");

    private final CelType type;
    private final String word;

    Yields(CelType type, String word) {
      this.type = type;
      this.word = word;
    }

    boolean accepts(CelType found) {
      return this == ANYTHING || found.equals(type) || found.equals(SimpleType.DYN);
    }
  }

  private static final int CODE_POINTS_MAX = 10_000;
  private static final int DEPTH_MAX = 64;
  private static final int ITERATIONS_MAX = 10_000;
  private static final int REGEX_SIZE_MAX = 10_000;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(CODE_POINTS_MAX)
          .maxParseRecursionDepth(DEPTH_MAX)
          .enableHeterogeneousNumericComparisons(true)
          .enableOptionalSyntax(true)
          .comprehensionMaxIterations(ITERATIONS_MAX)
          .maxRegexProgramSize(REGEX_SIZE_MAX)
          .build();

  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.plannerRuntimeBuilder()
          .setOptions(OPTIONS)
          .addLibraries(
              CelExtensions.optional(), CelExtensions.strings(), CelExtensions.sets(OPTIONS))
          .addFunctionBindings(Functions.BINDINGS)
          .build();

  private final String text;
  private final CelRuntime.Program program;

  private Expression(String text, CelRuntime.Program program) {
    this.text = text;
    this.program = program;
  }

  /**
   * Compiles a text.
   *
   * @param variables that it may use
   * @throws ExpressionException naming the place of each mistake
   */
  static Expression compile(String text, Yields yields, Set<String> variables)
      throws ExpressionException {
    CelValidationResult result = compiler(variables).compile(text);
    if (result.hasError()) {
      throw new ExpressionException("compilation failed: " + result.getErrorString());
    }
    try {
      CelAbstractSyntaxTree tree = result.getAst();
      if (!yields.accepts(tree.getResultType())) {
        throw new ExpressionException("must evaluate to " + yields.word);
      }
      return new Expression(text, RUNTIME.createProgram(tree));
    } catch (CelValidationException | CelEvaluationException failure) {
      throw new ExpressionException("compilation failed: " + failure.getMessage());
    }
  }

  private static CelCompiler compiler(Set<String> variables) {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addLibraries(
                CelExtensions.optional(), CelExtensions.strings(), CelExtensions.sets(OPTIONS))
            .addFunctionDeclarations(Functions.DECLARATIONS);
    List.copyOf(variables).forEach(each -> builder.addVar(each, SimpleType.DYN));
    return builder.build();
  }

  String text() {
    return text;
  }

  /**
   * The value.
   *
   * @throws ExpressionException when there is none
   */
  Object evaluate(Map<String, ?> variables) throws ExpressionException {
    try {
      return program.eval(variables);
    } catch (CelEvaluationException | RuntimeException failure) {
      throw new ExpressionException(
          "expression '" + text.strip() + "' resulted in error: " + failure.getMessage());
    }
  }

  /**
   * The value as true or false.
   *
   * @throws ExpressionException when it is neither
   */
  boolean test(Map<String, ?> variables) throws ExpressionException {
    if (evaluate(variables) instanceof Boolean truth) {
      return truth;
    }
    throw new ExpressionException(
        "expression '"
            + text.strip()
            + "' resulted in error: cel expression does not evaluate to bool");
  }
}
