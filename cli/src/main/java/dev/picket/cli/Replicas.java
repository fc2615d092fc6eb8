package dev.picket.cli;

import dev.picket.runtime.Service;
import java.util.List;

/**
 * Servers as processes of their own, all of one group. One that ends is started again after a
 * while; all end with this process, in order when they are closed and at once when it is killed.
 */
final class Replicas implements Service {

  private final List<Replica> replicas;

  Replicas(List<Replica> replicas) {
    this.replicas = List.copyOf(replicas);
  }

  @Override
  public String name() {
    return "replicas";
  }

  /**
   * Starts all, and returns when each is ready.
   *
   * @throws UnavailableException when one ended before it was ready
   */
  @Override
  public void start() {
    replicas.forEach(Replica::start);
    replicas.forEach(Replica::awaitReady);
  }

  List<Replica> all() {
    return replicas;
  }

  @Override
  public void close() {
    replicas.forEach(Replica::terminate);
    replicas.forEach(Replica::awaitEnd);
  }
}
