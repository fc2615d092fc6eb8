// A JSON value as keys and values that people can read. Lit escapes every text.

import { html } from "lit";

const OPEN_DEPTH = 2;
const SHOWN_MAX = 200;

export function detailsTree(value) {
  const entries = Object.entries(value);
  return entries.length === 0
    ? html`<div class="tree"><span class="key">The source said nothing more.</span></div>`
    : html`<div class="tree">${branch(entries, 0)}</div>`;
}

function branch(entries, depth) {
  const rest = entries.length - SHOWN_MAX;
  return html`${entries.slice(0, SHOWN_MAX).map(([key, value]) => node(key, value, depth))}
  ${rest > 0 ? html`<div class="key">and ${rest} more</div>` : ""}`;
}

function node(key, value, depth) {
  if (Array.isArray(value) && value.length > 0 && value.every(simple)) {
    return html`<div class="leaf">
      <span class="key">${key}</span>
      <span class="values">${value.slice(0, SHOWN_MAX).map(leaf)}</span>
    </div>`;
  }
  if (value !== null && typeof value === "object" && Object.keys(value).length > 0) {
    const size = Object.keys(value).length;
    return html`<details ?open=${depth < OPEN_DEPTH}>
      <summary>${key} <span class="size">${Array.isArray(value) ? `[${size}]` : `{${size}}`}</span></summary>
      <div>${branch(Object.entries(value), depth + 1)}</div>
    </details>`;
  }
  return html`<div class="leaf">
    <span class="key">${key}</span>
    ${leaf(value)}
  </div>`;
}

function leaf(value) {
  return html`<span class="value" data-type=${type(value)}>${text(value)}</span>`;
}

function simple(value) {
  return value === null || typeof value !== "object";
}

function type(value) {
  return value === null || value === "" || typeof value === "object" ? "nothing" : typeof value;
}

function text(value) {
  if (value === null || value === "") {
    return "–";
  }
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
