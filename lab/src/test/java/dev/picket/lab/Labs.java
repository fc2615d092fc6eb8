package dev.picket.lab;

import dev.picket.runtime.Ticker;
import java.security.SecureRandom;
import java.time.InstantSource;

/** Labs for tests. */
final class Labs {

  private Labs() {}

  static LabServer started(LabSettings settings) {
    LabServer lab =
        new LabServer(settings, InstantSource.system(), Ticker.system(), new SecureRandom());
    lab.start();
    return lab;
  }
}
