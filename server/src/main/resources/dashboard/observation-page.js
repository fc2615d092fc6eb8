import { html } from "lit";
import * as api from "./api.js";
import { detailsTree } from "./details-tree.js";
import { PicketElement } from "./element.js";
import { exact, number, relative } from "./format.js";
import * as icons from "./icons.js";
import { kubectl } from "./kubectl.js";
import { Live } from "./live.js";
import { Ticking } from "./ticking.js";
import "./copy-button.js";
import "./suppress-dialog.js";

const RETRY_MS = 4000;

/** One Observation with everything that is known of it, kept up to date. */
class ObservationPage extends PicketElement {
  static properties = {
    observationId: { attribute: false },
    observation: { state: true },
    error: { state: true },
    busy: { state: true },
  };

  constructor() {
    super();
    new Ticking(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.live?.close();
    clearTimeout(this.retrying);
  }

  willUpdate(changed) {
    if (changed.has("observationId")) {
      this.observation = undefined;
      this.load();
    }
  }

  async load() {
    clearTimeout(this.retrying);
    this.live?.close();
    const id = this.observationId;
    try {
      const observation = await api.observation(id);
      if (id !== this.observationId || !this.isConnected) {
        return;
      }
      this.observation = observation;
      this.error = undefined;
      this.follow(observation);
    } catch (error) {
      this.error = error;
      if (error.status !== 404 && error.status !== 409 && this.isConnected) {
        this.tell("link-state", "reconnecting");
        this.retrying = setTimeout(() => this.load(), RETRY_MS);
      }
    }
  }

  /** Follows its resource's changes and picks its own. */
  follow({ id, source, resource }) {
    const query = { source };
    for (const part of ["namespace", "kind", "name"]) {
      if (resource[part]) {
        query[part] = resource[part];
      }
    }
    this.live = new Live(query, undefined, {
      events: (events) => this.apply(events.filter(({ value }) => value.id === id)),
      reset: () => this.load(),
      state: (state) => this.tell("link-state", state),
    });
  }

  apply(events) {
    const last = events.at(-1);
    if (last?.type === "observation") {
      this.observation = last.value;
    } else if (last?.type === "removed") {
      this.load();
    }
  }

  render() {
    return html`<a class="crumb" href="/" @click=${this.back}>${icons.back} Observations</a>
      ${this.error ? this.failure() : ""} ${this.observation ? this.page(this.observation) : ""}`;
  }

  failure() {
    return html`<div class="banner" role="alert">
      <p>${this.error.message}</p>
      ${this.error.status === 404
        ? html`<a class="button" href="/">Show all Observations</a>`
        : html`<button type="button" class="button" @click=${() => this.load()}>Try now</button>`}
    </div>`;
  }

  page(each) {
    return html`<div class="subject">
        <div class="subject-text">
          <div class="subject-line">
            <span class="severity" data-severity=${each.severity}>${each.severity}</span>
            <span class="state" data-state=${each.state}>${each.state}</span>
          </div>
          <h1>${each.title}</h1>
          <p class="under">${[each.rule, each.source].filter(Boolean).join(" · ")}</p>
        </div>
        ${this.actions(each)}
      </div>
      ${this.suppression(each)}
      <div class="columns">
        <section class="card" aria-label="Details">
          <h2>Details</h2>
          ${detailsTree(each.details)}
        </section>
        <div class="aside">${this.facts(each)} ${this.command(each)}</div>
      </div>
      <picket-suppress-dialog
        .observation=${each}
        @decided=${(event) => (this.observation = event.detail)}
      ></picket-suppress-dialog>`;
  }

  actions(each) {
    const suppress = html`<button
      type="button"
      class="button"
      @click=${() => this.querySelector("picket-suppress-dialog").open()}
    >
      Suppress…
    </button>`;
    const resolve = this.button("resolve", "Resolve", "button primary");
    const reopen = this.button("reopen", "Reopen", "button");
    return html`<div class="actions">
      ${each.state === "open" ? html`${suppress}${resolve}` : ""}
      ${each.state === "suppressed" ? html`${reopen}${resolve}` : ""}
      ${each.state === "resolved" ? reopen : ""}
    </div>`;
  }

  button(decision, label, style) {
    return html`<button
      type="button"
      class=${style}
      data-decision=${decision}
      ?disabled=${this.busy}
      @click=${() => this.decide(decision)}
    >
      ${label}
    </button>`;
  }

  suppression({ suppression }) {
    return suppression
      ? html`<p class="suppressed-note">
          Suppressed until ${this.time(suppression.until)}: ${suppression.reason}
        </p>`
      : "";
  }

  facts(each) {
    const { resource } = each;
    return html`<section class="card" aria-label="Facts">
      <h2>Facts</h2>
      <dl class="facts">
        <dt>Reported</dt>
        <dd><span class="big">${number(each.count)}</span> ${each.count === 1 ? "time" : "times"}</dd>
        <dt>Last seen</dt>
        <dd>${this.time(each.lastSeen, true)}</dd>
        <dt>First seen</dt>
        <dd>${this.time(each.firstSeen, true)}</dd>
        <dt>${each.state[0].toUpperCase() + each.state.slice(1)} since</dt>
        <dd>${this.time(each.stateSince)}</dd>
        <dt>Kept until</dt>
        <dd>${this.time(each.expiresAt)}</dd>
        <div class="rule" role="presentation"></div>
        ${this.fact("Resource", resource.name, resource.kind)}
        ${this.fact("Namespace", resource.namespace)} ${this.fact("API version", resource.apiVersion)}
        <div class="rule" role="presentation"></div>
        ${this.fact("Category", each.category)} ${this.fact("Event type", each.eventType)}
        ${this.fact("Rule", each.rule)} ${this.fact("Source", each.source)}
      </dl>
    </section>`;
  }

  fact(name, value, under) {
    return value
      ? html`<dt>${name}</dt>
          <dd>${value} ${under ? html`<span class="under">${under}</span>` : ""}</dd>`
      : "";
  }

  command(each) {
    const command = kubectl(each.resource);
    return html`${command
        ? html`<section class="card" aria-label="Look at the resource">
            <h2>Look at the resource</h2>
            <div class="command">
              <code>${command}</code><picket-copy .text=${command} label="the command"></picket-copy>
            </div>
          </section>`
        : ""}
      <section class="card" aria-label="Id">
        <h2>Id</h2>
        <div class="command">
          <code>${each.id}</code><picket-copy .text=${each.id} label="the id"></picket-copy>
        </div>
      </section>`;
  }

  time(time, both) {
    return html`<time datetime=${time} title=${exact(time)}>
      ${relative(time)} ${both ? html`<span class="under">${exact(time)}</span>` : ""}
    </time>`;
  }

  async decide(decision) {
    this.busy = true;
    try {
      this.observation = await api.decide(this.observation.id, decision);
      this.error = undefined;
    } catch (error) {
      this.error = error;
    }
    this.busy = false;
  }

  back(event) {
    event.preventDefault();
    this.tell("back");
  }
}

customElements.define("picket-observation-page", ObservationPage);
