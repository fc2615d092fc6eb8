package dev.picket.bench;

/**
 * One kind of traffic.
 *
 * @param title for the table
 * @param path where it is posted
 * @param eventsPerRequest how many events a body holds
 * @param repeats share of events that report a problem known already, 0 to 1
 * @param run tells its problems from those of other scenarios; part of the resources' names
 */
record Scenario(String title, String path, int eventsPerRequest, double repeats, String run) {

  byte[] body(Payloads payloads) {
    return eventsPerRequest == 1 ? payloads.falco() : payloads.audit(eventsPerRequest);
  }

  /** The same with problems of its own for this number of connections. */
  Scenario at(int connections) {
    return new Scenario(title, path, eventsPerRequest, repeats, run + connections);
  }
}
