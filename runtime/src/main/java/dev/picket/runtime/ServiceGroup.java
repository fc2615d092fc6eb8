package dev.picket.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Services that depend on those before them: started in order, closed in the reverse order, so that
 * each finds what it uses alive for as long as it runs itself.
 *
 * <p>When one fails to start, those already started are closed and the failure is thrown on. When
 * one fails to close, the others are closed all the same; later failures are suppressed in the
 * first.
 */
public final class ServiceGroup implements Service {

  private static final Logger log = LoggerFactory.getLogger(ServiceGroup.class);

  private final String name;
  private final List<Service> services;
  private final Deque<Service> started = new ArrayDeque<>();

  public ServiceGroup(String name, List<Service> inOrder) {
    this.name = name;
    this.services = List.copyOf(inOrder);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public synchronized void start() {
    for (Service service : services) {
      started.push(service);
      try {
        service.start();
      } catch (RuntimeException failure) {
        closeAfter(failure);
        throw failure;
      }
      log.atDebug().addKeyValue("service", service.name()).log("started");
    }
  }

  @Override
  public synchronized void close() {
    RuntimeException failure = closeStarted();
    if (failure != null) {
      throw failure;
    }
  }

  private void closeAfter(RuntimeException cause) {
    RuntimeException failure = closeStarted();
    if (failure != null) {
      cause.addSuppressed(failure);
    }
  }

  private @Nullable RuntimeException closeStarted() {
    RuntimeException first = null;
    while (!started.isEmpty()) {
      Service service = started.pop();
      try {
        service.close();
        log.atDebug().addKeyValue("service", service.name()).log("closed");
      } catch (RuntimeException failure) {
        if (first == null) {
          first = failure;
        } else {
          first.addSuppressed(failure);
        }
      }
    }
    return first;
  }
}
