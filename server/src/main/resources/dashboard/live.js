// The stream of Observations, which goes on where it was.

import { KeptStream } from "./kept-stream.js";

const GATHER_MS = 80;

/**
 * Follows changes from a position. Events are gathered for a moment, so that a burst is one
 * repaint. Call close() to end it.
 */
export class Live extends KeptStream {
  /** @param on {events(list), reset(), state("live" | "reconnecting")} */
  constructor(query, position, on) {
    super((state) => on.state(state));
    this.query = query;
    this.position = position;
    this.on = on;
    this.gathered = [];
    this.open();
  }

  address() {
    const parameters = new URLSearchParams(this.query);
    if (this.position) {
      parameters.set("after", this.position);
    }
    return `/api/v1/stream?${parameters}`;
  }

  listen(source) {
    source.addEventListener("observation", (event) => this.gather("observation", event));
    source.addEventListener("removed", (event) => this.gather("removed", event));
    source.addEventListener("reset", (event) => {
      this.remember(event);
      this.on.reset();
    });
  }

  gather(type, event) {
    this.remember(event);
    this.gathered.push({ type, value: JSON.parse(event.data) });
    this.gathering ??= setTimeout(() => {
      const events = this.gathered;
      this.gathered = [];
      this.gathering = undefined;
      this.on.events(events);
    }, GATHER_MS);
  }

  remember(event) {
    if (event.lastEventId) {
      this.position = event.lastEventId;
    }
  }

  close() {
    super.close();
    clearTimeout(this.gathering);
  }
}
