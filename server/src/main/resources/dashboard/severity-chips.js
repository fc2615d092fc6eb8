import { html } from "lit";
import { PicketElement } from "./element.js";
import { number } from "./format.js";
import { SEVERITIES } from "./severity.js";

/** Open Observations by severity; a press shows only these, several add up. */
class SeverityChips extends PicketElement {
  static properties = { counts: { attribute: false }, chosen: { attribute: false } };

  render() {
    return html`<section class="card chips" aria-label="Open by severity">
      <h2 class="card-title">Open</h2>
      ${SEVERITIES.map((severity) => this.chip(severity))}
    </section>`;
  }

  chip(severity) {
    const count = this.counts?.[severity] ?? 0;
    return html`<button
      type="button"
      class="chip"
      data-severity=${severity}
      ?data-none=${count === 0}
      aria-pressed=${this.chosen.includes(severity)}
      title="Show ${severity} only, or again all"
      @click=${() => this.toggle(severity)}
    >
      <span class="severity">${severity[0].toUpperCase() + severity.slice(1)}</span>
      <span class="count">${this.counts ? number(count) : "–"}</span>
    </button>`;
  }

  toggle(severity) {
    const without = this.chosen.filter((each) => each !== severity);
    const severities =
      without.length < this.chosen.length ? without : [...this.chosen, severity];
    this.tell("filter", { severity: SEVERITIES.filter((each) => severities.includes(each)) });
  }
}

customElements.define("picket-severity-chips", SeverityChips);
