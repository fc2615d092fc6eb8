import { html } from "lit";
import * as api from "./api.js";
import { PicketElement } from "./element.js";
import { nothingMatches, nothingOpen, nothingYet } from "./empty-state.js";
import { cleared, narrowed, read, toApi, write } from "./filters.js";
import { number } from "./format.js";
import { ObservationFeed } from "./observation-feed.js";
import "./filter-bar.js";
import "./observation-table.js";
import "./severity-chips.js";
import "./timeline-chart.js";

const SLOTS = { "1h": 60, "24h": 48, "7d": 56 };
const STATS_EVERY_MS = 15000;
const STATS_SOON_MS = 1200;

/** The list of Observations with everything around it. Its address is its state. */
class ListPage extends PicketElement {
  static properties = {
    search: { attribute: false },
    filters: { state: true },
    stats: { state: true },
  };

  constructor() {
    super();
    this.filters = read("");
    this.feed = new ObservationFeed(() => this.fed());
  }

  connectedCallback() {
    super.connectedCallback();
    this.polling = setInterval(() => this.countSoon(0), STATS_EVERY_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.polling);
  }

  willUpdate(changed) {
    if (changed.has("search")) {
      const before = this.filters;
      this.filters = read(this.search);
      const query = JSON.stringify(toApi(this.filters));
      if (query !== this.shown) {
        this.shown = query;
        this.feed.show(toApi(this.filters));
      }
      if (!this.stats || before.window !== this.filters.window) {
        this.countSoon(0);
      }
    }
  }

  render() {
    const { feed, filters, stats } = this;
    return html`<h1 class="visually-hidden">Observations</h1>
      ${feed.error ? this.banner(feed.error) : ""}
      <div class="overview" @filter=${this.filter}>
        <picket-severity-chips
          .counts=${stats?.openBySeverity}
          .chosen=${filters.severity}
        ></picket-severity-chips>
        <picket-timeline-chart
          .slots=${stats?.timeline}
          .window=${filters.window}
        ></picket-timeline-chart>
      </div>
      <picket-filter-bar
        .filters=${filters}
        .sources=${Object.keys(stats?.openBySource ?? {})}
        @filter=${this.filter}
      ></picket-filter-bar>
      <div class="card table-card" aria-busy=${feed.loading}>${this.body()}</div>
      ${this.footer()}
      <div class="visually-hidden" role="status">${this.spoken()}</div>`;
  }

  banner(error) {
    const wrong = error.status === 400;
    return html`<div class="banner" role="alert">
      <p>${error.message} ${wrong ? "" : "What you see may be out of date; trying again."}</p>
      <button
        type="button"
        class="button"
        @click=${() => (wrong ? this.clear() : this.feed.relist())}
      >
        ${wrong ? "Clear filters" : "Try now"}
      </button>
    </div>`;
  }

  body() {
    const { feed, filters } = this;
    if (feed.rows.length > 0) {
      return html`<picket-observation-table
        .rows=${feed.rows}
        .fresh=${new Set(feed.fresh)}
      ></picket-observation-table>`;
    }
    if (!feed.loaded || !this.stats) {
      return html`<div class="empty"><p>${feed.error ? "" : "Loading…"}</p></div>`;
    }
    const all = Object.values(this.stats.byState).reduce((sum, each) => sum + each, 0);
    if (all === 0) {
      return nothingYet();
    }
    return narrowed(filters)
      ? nothingMatches(() => this.clear())
      : nothingOpen(() => this.go({ ...filters, state: "all" }));
  }

  footer() {
    const { feed } = this;
    return feed.next
      ? html`<div class="more">
          <span>${number(feed.rows.length)} shown</span>
          <button
            type="button"
            class="button"
            ?disabled=${feed.loading}
            @click=${() => feed.more()}
          >
            Load more
          </button>
        </div>`
      : "";
  }

  spoken() {
    return this.feed.loaded ? `${this.feed.rows.length} Observations shown` : "";
  }

  fed() {
    this.requestUpdate();
    if (this.link !== this.feed.link) {
      this.link = this.feed.link;
      this.tell("link-state", this.link);
    }
    if (this.feed.fresh.size > 0 || (this.feed.loaded && this.feed.rows.length === 0)) {
      this.countSoon(STATS_SOON_MS);
    }
  }

  countSoon(pause) {
    if (this.counting || document.hidden) {
      return;
    }
    this.counting = setTimeout(() => this.count(), pause);
  }

  async count() {
    const { window } = this.filters;
    try {
      const stats = await api.stats(window, SLOTS[window]);
      if (window === this.filters.window) {
        this.stats = stats;
      }
    } catch {
      // The list tells of it when the server is away; the counts stay as they were.
    }
    this.counting = undefined;
    if (window !== this.filters.window) {
      this.countSoon(0);
    }
  }

  filter(event) {
    this.go({ ...this.filters, ...event.detail });
  }

  clear() {
    this.go(cleared(this.filters));
  }

  go(filters) {
    const search = write(filters);
    if (search !== write(this.filters)) {
      this.tell("navigate", `/${search}`);
    }
  }

  step(by) {
    this.querySelector("picket-observation-table")?.step(by);
  }

  focusFilter() {
    this.querySelector("picket-filter-bar").enter();
  }
}

customElements.define("picket-list-page", ListPage);
