// An event stream, kept open: reconnects by itself, and rests while nobody looks.

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 15000;
const UNSEEN_MS = 60000;

/** What extends it has address() and listen(source), and calls open() first. Call close() to end it. */
export class KeptStream {
  /** @param state told "live" and "reconnecting" */
  constructor(state) {
    this.state = state;
    this.pause = FIRST_PAUSE_MS;
    // A page that waits in the browser's cache for "back" should not hold a stream meanwhile.
    this.left = new AbortController();
    const { signal } = this.left;
    window.addEventListener("pagehide", () => this.pauseStream(), { signal });
    window.addEventListener("pageshow", (event) => event.persisted && this.open(), { signal });
    document.addEventListener("visibilitychange", () => this.lookedAt(), { signal });
  }

  open() {
    this.source?.close();
    const source = new EventSource(this.address());
    source.onopen = () => {
      this.pause = FIRST_PAUSE_MS;
      this.state("live");
    };
    source.onerror = () => this.reopen();
    this.listen(source);
    this.source = source;
  }

  // An EventSource gives up when it is refused, so each time a new one is made.
  reopen() {
    this.source.close();
    this.state("reconnecting");
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
  }
}
