// The Observations that the list shows: a page or more from the API, then kept up to date.

import * as api from "./api.js";
import { Live } from "./live.js";

const ROWS_MAX = 1000;
const RELIST_PAUSE_MS = 1000;
const RETRY_MS = 4000;
const HIGHLIGHT_MS = 2500;

/** Tells its owner of every change through changed(). */
export class ObservationFeed {
  constructor(changed) {
    this.changed = changed;
    this.rows = [];
    this.fresh = new Set();
    this.next = null;
    this.loading = false;
    this.loaded = false;
    this.error = null;
    this.link = "connecting";
  }

  /** Lists afresh with these API parameters and follows what changes. */
  async show(query) {
    this.query = query;
    this.loaded = false;
    this.fresh.clear();
    await this.relist();
  }

  async relist() {
    clearTimeout(this.relisting);
    const query = this.query;
    this.live?.close();
    this.loading = true;
    this.changed();
    try {
      const page = await api.list(query);
      if (query !== this.query) {
        return;
      }
      this.rows = page.items;
      this.next = page.next;
      this.error = null;
      this.loaded = true;
      this.loading = false;
      this.listedAt = performance.now();
      this.follow(query, page.position);
    } catch (error) {
      this.failed(query, error);
    }
    this.changed();
  }

  failed(query, error) {
    if (query !== this.query) {
      return;
    }
    this.error = error;
    this.loading = false;
    // What is wrong with the address stays wrong; everything else may pass.
    if (error.status !== 400) {
      this.link = "reconnecting";
      this.relisting = setTimeout(() => this.relist(), RETRY_MS);
    }
  }

  async more() {
    const { query, next } = this;
    if (!next || this.loading) {
      return;
    }
    this.loading = true;
    this.changed();
    try {
      const page = await api.list(query, next);
      if (query === this.query) {
        const known = new Set(this.rows.map((each) => each.id));
        this.rows = [...this.rows, ...page.items.filter((each) => !known.has(each.id))];
        this.next = page.next;
        this.error = null;
      }
    } catch (error) {
      this.error = error;
    }
    this.loading = false;
    this.changed();
  }

  follow(query, position) {
    this.live = new Live(query, position, {
      events: (events) => this.apply(events),
      reset: () => this.relistSoon(),
      state: (state) => {
        this.link = state;
        this.changed();
      },
    });
  }

  // A flood of changes asks for a new list each time; once a second is enough.
  relistSoon() {
    const pause = Math.max(0, RELIST_PAUSE_MS - (performance.now() - this.listedAt));
    clearTimeout(this.relisting);
    this.relisting = setTimeout(() => this.relist(), pause);
  }

  /** Known rows change where they stand, new ones come on top. */
  apply(events) {
    const at = new Map(this.rows.map((row, index) => [row.id, index]));
    const rows = [...this.rows];
    const added = new Map();
    for (const { type, value } of events) {
      if (type === "removed") {
        added.delete(value.id);
        if (at.has(value.id)) {
          rows[at.get(value.id)] = null;
          at.delete(value.id);
        }
      } else {
        this.highlight(value, rows[at.get(value.id)]);
        if (at.has(value.id)) {
          rows[at.get(value.id)] = value;
        } else {
          added.delete(value.id);
          added.set(value.id, value);
        }
      }
    }
    this.rows = [...[...added.values()].reverse(), ...rows.filter(Boolean)];
    this.calmDown(events.map(({ value }) => value.id));
    if (this.rows.length > ROWS_MAX) {
      this.relistSoon();
    }
    this.changed();
  }

  highlight(now, before) {
    if (!before || before.count !== now.count || before.state !== now.state) {
      this.fresh.add(now.id);
    }
  }

  /** Ends the highlight of these together. */
  calmDown(ids) {
    setTimeout(() => {
      ids.forEach((id) => this.fresh.delete(id));
      this.changed();
    }, HIGHLIGHT_MS);
  }
}
