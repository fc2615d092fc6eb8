// The event stream, kept open: reconnects by itself and goes on where it was.

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 15000;
const GATHER_MS = 80;
const UNSEEN_MS = 60000;

/**
 * Follows changes from a position. Events are gathered for a moment, so that a burst is one
 * repaint. Call close() to end it.
 */
export class Live {
  /** @param on {events(list), reset(), state("live" | "reconnecting")} */
  constructor(query, position, on) {
    this.query = query;
    this.position = position;
    this.on = on;
    this.pause = FIRST_PAUSE_MS;
    this.gathered = [];
    // A page that waits in the browser's cache for "back" should not hold a stream meanwhile.
    this.left = new AbortController();
    const { signal } = this.left;
    window.addEventListener("pagehide", () => this.pauseStream(), { signal });
    window.addEventListener("pageshow", (event) => event.persisted && this.open(), { signal });
    document.addEventListener("visibilitychange", () => this.lookedAt(), { signal });
    this.open();
  }

  open() {
    this.source?.close();
    const parameters = new URLSearchParams(this.query);
    if (this.position) {
      parameters.set("after", this.position);
    }
    const source = new EventSource(`/api/v1/stream?${parameters}`);
    source.onopen = () => {
      this.pause = FIRST_PAUSE_MS;
      this.on.state("live");
    };
    source.addEventListener("observation", (event) => this.gather("observation", event));
    source.addEventListener("removed", (event) => this.gather("removed", event));
    source.addEventListener("reset", (event) => {
      this.remember(event);
      this.on.reset();
    });
    source.onerror = () => this.reopen();
    this.source = source;
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

  // An EventSource gives up when it is refused, so each time a new one is made.
  reopen() {
    this.source.close();
    this.on.state("reconnecting");
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.open(), this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
  }

  /** A tab that nobody looks at gives its connection back, and catches up when it is seen again. */
  lookedAt() {
    clearTimeout(this.unseen);
    if (document.hidden) {
      this.unseen = setTimeout(() => this.pauseStream(), UNSEEN_MS);
    } else if (this.source.readyState === EventSource.CLOSED) {
      clearTimeout(this.waiting);
      this.open();
    }
  }

  pauseStream() {
    this.source.close();
    clearTimeout(this.waiting);
  }

  close() {
    this.left.abort();
    this.pauseStream();
    clearTimeout(this.unseen);
    clearTimeout(this.gathering);
  }
}
