package dev.picket.server;

import dev.picket.coordination.shard.ShardGroup;
import dev.picket.runtime.Repeater;
import dev.picket.runtime.Service;
import java.util.Arrays;

/**
 * Looks at a shard group for all who follow it: one look serves everybody, and none is taken while
 * nobody follows. They are told the whole group whenever anything about it has changed, which
 * includes a second more of silence.
 */
final class ShardTail implements Service {

  private final ShardGroup group;
  private final Repeater repeater;
  private final Subscribers<byte[]> subscribers;
  private byte[] told = {};

  ShardTail(ShardGroup group, StreamLimits limits) {
    this.group = group;
    this.subscribers = new Subscribers<>(limits);
    this.repeater = new Repeater("shard-tail", limits.poll(), this::look);
  }

  @Override
  public String name() {
    return "shard-tail";
  }

  @Override
  public void start() {
    repeater.start();
  }

  /** Ends every stream; new ones are refused from now on. */
  @Override
  public void close() {
    repeater.close();
    subscribers.endAll();
  }

  /**
   * Adds a stream, written by the calling thread; the group as it is now is the first thing that it
   * is told.
   */
  synchronized Subscriber<byte[]> subscribe() {
    Subscriber<byte[]> subscriber = subscribers.add();
    subscriber.offer(ShardsJson.bytes(group.view()));
    return subscriber;
  }

  void unsubscribe(Subscriber<byte[]> subscriber) {
    subscribers.remove(subscriber);
  }

  int open() {
    return subscribers.count();
  }

  long cutOff() {
    return subscribers.cutOff();
  }

  private synchronized void look() {
    if (subscribers.count() == 0) {
      return;
    }
    byte[] json = ShardsJson.bytes(group.view());
    if (!Arrays.equals(json, told)) {
      told = json;
      subscribers.tell(json);
    }
  }
}
