// Repaints its host now and then, so that "5 min ago" stays true.

const EVERY_MS = 15000;

export class Ticking {
  constructor(host) {
    this.host = host;
    host.addController(this);
  }

  hostConnected() {
    this.timer = setInterval(() => this.host.requestUpdate(), EVERY_MS);
  }

  hostDisconnected() {
    clearInterval(this.timer);
  }
}
