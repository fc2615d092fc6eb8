package dev.picket.cli;

import dev.picket.lab.LabServer;
import dev.picket.lab.LabSettings;
import dev.picket.runtime.Service;
import dev.picket.runtime.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Set;

/** The lab, and the kubeconfig file by which it is reached. */
final class EmbeddedCluster implements Service {

  private final LabServer lab;
  private final Path kubeconfig;

  /**
   * Not started yet.
   *
   * @param settings of the lab
   * @param kubeconfig written when it starts; only its owner may read it, since it has a token
   */
  EmbeddedCluster(
      LabSettings settings,
      Path kubeconfig,
      InstantSource clock,
      Ticker ticker,
      SecureRandom random) {
    this.lab = new LabServer(settings, clock, ticker, random);
    this.kubeconfig = kubeconfig;
  }

  @Override
  public String name() {
    return "lab";
  }

  @Override
  public void start() {
    lab.start();
    try {
      Files.deleteIfExists(kubeconfig);
      Files.createFile(
          kubeconfig,
          PosixFilePermissions.asFileAttribute(
              Set.copyOf(PosixFilePermissions.fromString("rw-------"))));
      Files.writeString(kubeconfig, lab.kubeconfig());
    } catch (IOException failure) {
      throw new UnavailableException("cannot write " + kubeconfig + ": " + failure, failure);
    }
  }

  /** Where it listens, once it does. */
  String address() {
    return lab.address();
  }

  Path kubeconfig() {
    return kubeconfig.toAbsolutePath().normalize();
  }

  @Override
  public void close() {
    lab.close();
  }
}
