package dev.picket.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ServiceGroupTest {

  private final List<String> events = new ArrayList<>();

  @Test
  void startsInOrderAndClosesInReverse() {
    ServiceGroup group = new ServiceGroup("all", List.of(service("a"), service("b")));
    group.start();
    group.close();
    assertThat(events).containsExactly("start a", "start b", "close b", "close a");
  }

  @Test
  void closesWhatWasStartedWhenOneFails() {
    ServiceGroup group =
        new ServiceGroup("all", List.of(service("a"), failing("b"), service("never")));
    assertThatThrownBy(group::start).hasMessage("b cannot start");
    assertThat(events).containsExactly("start a", "start b", "close b", "close a");
  }

  @Test
  void closingTwiceClosesOnce() {
    ServiceGroup group = new ServiceGroup("all", List.of(service("a")));
    group.start();
    group.close();
    group.close();
    assertThat(events).containsExactly("start a", "close a");
  }

  @Test
  void oneFailureToCloseDoesNotKeepOthersOpen() {
    ServiceGroup group =
        new ServiceGroup("all", List.of(service("a"), failingToClose("b"), failingToClose("c")));
    group.start();
    assertThatThrownBy(group::close)
        .hasMessage("c cannot close")
        .satisfies(failure -> assertThat(failure.getSuppressed()[0]).hasMessage("b cannot close"));
    assertThat(events).endsWith("close c", "close b", "close a");
  }

  private Service service(String name) {
    return new Recording(name, false, false);
  }

  private Service failing(String name) {
    return new Recording(name, true, false);
  }

  private Service failingToClose(String name) {
    return new Recording(name, false, true);
  }

  private final class Recording implements Service {
    private final String name;
    private final boolean failsToStart;
    private final boolean failsToClose;

    Recording(String name, boolean failsToStart, boolean failsToClose) {
      this.name = name;
      this.failsToStart = failsToStart;
      this.failsToClose = failsToClose;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void start() {
      events.add("start " + name);
      if (failsToStart) {
        throw new IllegalStateException(name + " cannot start");
      }
    }

    @Override
    public void close() {
      events.add("close " + name);
      if (failsToClose) {
        throw new IllegalStateException(name + " cannot close");
      }
    }
  }
}
