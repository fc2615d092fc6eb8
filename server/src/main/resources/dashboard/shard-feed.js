// The shard group that a page shows: asked for once, then kept up to date.

import * as api from "./api.js";
import { KeptStream } from "./kept-stream.js";

const RETRY_MS = 4000;

class ShardStream extends KeptStream {
  constructor(told, state) {
    super(state);
    this.told = told;
    this.open();
  }

  address() {
    return "/api/v1/shards/stream";
  }

  listen(source) {
    source.addEventListener("shards", (event) => this.told(JSON.parse(event.data)));
  }
}

/** Tells its owner of every change through changed(). */
export class ShardFeed {
  constructor(changed) {
    this.changed = changed;
    this.shards = null;
    this.alone = null;
    this.error = null;
    this.link = "connecting";
  }

  async open() {
    clearTimeout(this.retrying);
    this.closed = false;
    try {
      const shards = await api.shards();
      if (this.closed) {
        return;
      }
      this.error = null;
      this.show(shards);
      this.stream?.close();
      this.stream = new ShardStream(
        (told) => this.show(told),
        (state) => this.linked(state),
      );
    } catch (error) {
      this.failed(error);
    }
  }

  failed(error) {
    if (this.closed) {
      return;
    }
    if (error.status === 404) {
      this.alone = error.message;
      this.linked("live");
    } else {
      this.error = error;
      this.retrying = setTimeout(() => this.open(), RETRY_MS);
      this.linked("reconnecting");
    }
  }

  show(shards) {
    this.shards = shards;
    this.changed();
  }

  linked(state) {
    this.link = state;
    this.changed();
  }

  close() {
    this.closed = true;
    this.stream?.close();
    clearTimeout(this.retrying);
  }
}
