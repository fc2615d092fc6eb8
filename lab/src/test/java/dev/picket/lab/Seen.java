package dev.picket.lab;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Notes the names of what a watch tells. */
final class Seen implements Watcher<ConfigMap>, AutoCloseable {

  private final BlockingQueue<String> names = new LinkedBlockingQueue<>();

  @Override
  public void eventReceived(Action action, ConfigMap map) {
    names.add(map.getMetadata().getName());
  }

  @Override
  public void onClose(WatcherException cause) {
    names.add("closed: " + cause.getMessage());
  }

  String first() throws InterruptedException {
    return String.valueOf(names.poll(20, TimeUnit.SECONDS));
  }

  @Override
  public void close() {}
}
