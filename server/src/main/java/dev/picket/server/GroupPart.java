package dev.picket.server;

import dev.picket.coordination.shard.ShardGroup;
import dev.picket.runtime.Service;
import io.helidon.webserver.http.HttpService;
import org.jspecify.annotations.Nullable;

/** What the server shows of its shard group, whether it is in one or runs alone. */
final class GroupPart implements Service {

  private final @Nullable ShardGroup group;
  private final @Nullable ShardTail tail;
  private final HttpService routes;

  /**
   * @param group null for a server that runs alone
   */
  GroupPart(@Nullable ShardGroup group, StreamLimits limits) {
    this.group = group;
    if (group == null) {
      this.tail = null;
      this.routes = ShardRoutes.withoutGroup();
    } else {
      this.tail = new ShardTail(group, limits);
      this.routes = new ShardRoutes(group, tail, limits);
    }
  }

  @Override
  public String name() {
    return "group";
  }

  void registerMetrics(Metrics metrics) {
    if (group != null) {
      ShardMetrics.register(group, metrics);
    }
  }

  HttpService routes() {
    return routes;
  }

  @Override
  public void start() {
    if (tail != null) {
      tail.start();
    }
  }

  @Override
  public void close() {
    if (tail != null) {
      tail.close();
    }
  }

  int openStreams() {
    return tail == null ? 0 : tail.open();
  }

  long cutOffStreams() {
    return tail == null ? 0 : tail.cutOff();
  }
}
