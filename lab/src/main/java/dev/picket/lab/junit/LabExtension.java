package dev.picket.lab.junit;

import dev.picket.lab.LabServer;
import dev.picket.lab.LabSettings;
import dev.picket.runtime.Ticker;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a lab of its own, which starts in milliseconds and is closed after it. In a
 * static field with {@code @RegisterExtension}, one for the whole class and its nested ones. With
 * {@code @ExtendWith} a test takes it as a parameter:
 *
 * <pre>{@code
 * @ExtendWith(LabExtension.class)
 * final class MyOperatorTest {
 *   @Test
 *   void itReconciles(@Kubeconfig String kubeconfig) {
 *     Config config = Config.fromKubeconfig(kubeconfig);
 *     ...
 *   }
 * }
 * }</pre>
 *
 * <p>Parameters are a {@link LabServer}, or a {@code String} with {@link Kubeconfig}; in methods,
 * not in constructors. Clients are the test's own to make and to close. Safe for tests that run at
 * the same time, but {@link #lab()} only while a field's extension serves one test.
 */
public final class LabExtension
    implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {

  private final LabSettings settings;
  private volatile @Nullable LabServer lab;

  /** An extension whose labs have {@link LabSettings#DEFAULTS}. */
  public LabExtension() {
    this(LabSettings.DEFAULTS);
  }

  /** An extension whose labs have these settings. */
  public LabExtension(LabSettings settings) {
    this.settings = settings;
  }

  /**
   * The lab of the test that runs.
   *
   * @throws IllegalStateException when none does
   */
  public LabServer lab() {
    LabServer running = lab;
    if (running == null) {
      throw new IllegalStateException(
          "there is no lab yet: the extension starts it before a test, or before a class when its"
              + " field is static");
    }
    return running;
  }

  /** The kubeconfig of {@link #lab()}, in YAML. */
  public String kubeconfig() {
    return lab().kubeconfig();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (isInStaticField(context.getRequiredTestClass())) {
      start(context);
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    start(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    boolean wanted =
        parameter.getParameter().getType().equals(LabServer.class)
            || (parameter.isAnnotated(Kubeconfig.class)
                && parameter.getParameter().getType().equals(String.class));
    if (wanted && parameter.getDeclaringExecutable() instanceof Constructor) {
      throw new ExtensionConfigurationException(
          "a lab is started after the test's constructor: take it as a parameter of a method");
    }
    return wanted;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Running running = store(context).get(this, Running.class);
    if (running == null) {
      throw new ExtensionConfigurationException(
          "there is no lab for the class: put the extension into a static field with"
              + " @RegisterExtension");
    }
    return parameter.isAnnotated(Kubeconfig.class)
        ? running.server().kubeconfig()
        : running.server();
  }

  /** Starts one unless a class around has one; JUnit closes it with the context. */
  private void start(ExtensionContext context) {
    ExtensionContext.Store store = store(context);
    Running running = store.get(this, Running.class);
    if (running == null) {
      LabServer server =
          new LabServer(settings, InstantSource.system(), Ticker.system(), new SecureRandom());
      server.start();
      running = new Running(server);
      store.put(this, running);
    }
    lab = running.server();
  }

  private static ExtensionContext.Store store(ExtensionContext context) {
    return context.getStore(ExtensionContext.Namespace.create(LabExtension.class));
  }

  /** With {@code @ExtendWith} there is a call before all, too, but no field. */
  private boolean isInStaticField(Class<?> test) {
    for (Class<?> each = test; each != null; each = each.getSuperclass()) {
      for (Field field : each.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers())
            && field.getType().equals(LabExtension.class)
            && isThis(field)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isThis(Field field) {
    try {
      field.setAccessible(true);
      return field.get(null) == this;
    } catch (IllegalAccessException refused) {
      throw new ExtensionConfigurationException("cannot read " + field, refused);
    }
  }

  /** Closed by JUnit at the end of its context. */
  private record Running(LabServer server) implements AutoCloseable {

    @Override
    public void close() {
      server.close();
    }
  }
}
