package dev.picket.lab.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OptionalType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Map;

/** Compiles and runs expressions with the functions that Kubernetes has. */
final class Expressions {

  static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(20_000)
          .maxParseRecursionDepth(100)
          .enableHeterogeneousNumericComparisons(true)
          .enableOptionalSyntax(true)
          .comprehensionMaxIterations(10_000_000)
          .maxRegexProgramSize(10_000)
          .build();

  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.plannerRuntimeBuilder()
          .setOptions(OPTIONS)
          .addLibraries(
              CelExtensions.strings(), CelExtensions.sets(OPTIONS), CelExtensions.optional())
          .addFunctionBindings(Functions.BINDINGS)
          .build();

  private Expressions() {}

  /**
   * A compiler for expressions over {@code self} and {@code oldSelf}.
   *
   * @param optionalOldSelf whether {@code oldSelf} is an optional
   */
  static CelCompiler compiler(SchemaTypes types, CelType self, boolean optionalOldSelf) {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addLibraries(
                CelExtensions.strings(), CelExtensions.sets(OPTIONS), CelExtensions.optional())
            .addFunctionDeclarations(Functions.DECLARATIONS)
            .setTypeProvider(types.provider())
            .addVar("self", self)
            .addVar("oldSelf", optionalOldSelf ? OptionalType.create(self) : self);
    return builder.build();
  }

  /**
   * Compiles an expression.
   *
   * @throws InvalidRuleException saying what is wrong with it
   */
  static Expression compile(CelCompiler compiler, String text, CelType result, String wrongType) {
    CelValidationResult compiled = compiler.compile(text);
    if (compiled.hasError()) {
      throw new InvalidRuleException("compilation failed: " + compiled.getErrorString());
    }
    try {
      CelAbstractSyntaxTree tree = compiled.getAst();
      if (!tree.getResultType().equals(result) && !tree.getResultType().name().equals("dyn")) {
        throw new InvalidRuleException(wrongType);
      }
      boolean usesOld =
          CelNavigableAst.fromAst(tree)
              .getRoot()
              .allNodes()
              .anyMatch(each ->
                  each.getKind() == Kind.IDENT && each.expr().ident().name().equals("oldSelf"));
      return new Expression(RUNTIME.createProgram(tree), usesOld);
    } catch (CelValidationException | CelEvaluationException failure) {
      throw new InvalidRuleException("compilation failed: " + failure.getMessage());
    }
  }

  /**
   * A compiled expression.
   *
   * @param usesOldSelf whether it is about a change
   */
  record Expression(CelRuntime.Program program, boolean usesOldSelf) {

    Object evaluate(Map<String, Object> variables, Budget budget) throws CelEvaluationException {
      return program.trace(variables, budget);
    }
  }

  /** Tells what is wrong with an expression. */
  static final class InvalidRuleException extends RuntimeException {

    private static final long serialVersionUID = 1;

    InvalidRuleException(String message) {
      super(message, null, false, false);
    }
  }
}
