import { html } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { PicketElement } from "./element.js";
import { exact, number, relative } from "./format.js";
import { Ticking } from "./ticking.js";

/** Observations as rows that keep their place while they change. */
class ObservationTable extends PicketElement {
  static properties = { rows: { attribute: false }, fresh: { attribute: false } };

  constructor() {
    super();
    new Ticking(this);
  }

  render() {
    return html`<table class="observations">
      <thead>
        <tr>
          <th scope="col" class="col-severity">Severity</th>
          <th scope="col">Observation</th>
          <th scope="col" class="col-resource">Resource</th>
          <th scope="col" class="col-source">Source</th>
          <th scope="col" class="col-count number">Count</th>
          <th scope="col" class="col-seen number">Last seen</th>
        </tr>
      </thead>
      <tbody>
        ${repeat(
          this.rows,
          (row) => row.id,
          (row) => this.row(row),
        )}
      </tbody>
    </table>`;
  }

  row(row) {
    const { resource } = row;
    return html`<tr
      data-id=${row.id}
      class=${this.fresh.has(row.id) ? "fresh" : ""}
      @click=${(event) => this.open(event)}
    >
      <td><span class="severity" data-severity=${row.severity}>${row.severity}</span></td>
      <td class="cell-title">
        <a class="title one-line" href="/observations/${row.id}" title=${row.title}>${row.title}</a>
        <span class="under one-line">
          ${row.state === "open"
            ? ""
            : html`<span class="state" data-state=${row.state}>${row.state}</span>`}
          ${row.rule || row.eventType}
        </span>
      </td>
      <td class="cell-resource">
        <span class="resource-name one-line" title=${resource.name}>${resource.name || "–"}</span>
        <span class="under one-line">
          ${[resource.kind, resource.namespace].filter(Boolean).join(" in ")}
        </span>
      </td>
      <td class="cell-source"><span class="source one-line">${row.source}</span></td>
      <td class="number cell-count">${number(row.count)}</td>
      <td class="number cell-seen">
        <time datetime=${row.lastSeen} title=${exact(row.lastSeen)}>${relative(row.lastSeen)}</time>
      </td>
    </tr>`;
  }

  /** The whole row is a way in, but marking text or pressing the link itself is left alone. */
  open(event) {
    const plain = !event.defaultPrevented && !event.metaKey && !event.ctrlKey;
    if (plain && !event.target.closest("a") && getSelection().isCollapsed) {
      event.currentTarget.querySelector("a.title").click();
    }
  }

  /** Moves the focus by so many rows; from nowhere, to the first. */
  step(by) {
    const links = [...this.querySelectorAll("a.title")];
    const from = links.indexOf(document.activeElement);
    const to = from < 0 ? 0 : Math.min(Math.max(from + by, 0), links.length - 1);
    links[to]?.focus();
    links[to]?.closest("tr").scrollIntoView({ block: "nearest" });
  }
}

customElements.define("picket-observation-table", ObservationTable);
