// What stands where there is nothing, and what to do about it.

import { html } from "lit";
import "./copy-button.js";

/** Nothing was ever reported: how to report a first event, to this very server. */
export function nothingYet() {
  const event = {
    output: "A shell was spawned in a container",
    priority: "Warning",
    rule: "Terminal shell in container",
    time: new Date().toISOString(),
    output_fields: { "k8s.ns.name": "shop", "k8s.pod.name": "web-1" },
  };
  const command = `curl -X POST ${location.origin}/ingest/falco \\
  -H 'Content-Type: application/json' \\
  -d '${JSON.stringify(event)}'`;
  return html`<div class="empty">
    <h2>All quiet. Nothing has been reported yet.</h2>
    <p>
      Point a source at this server, or send a first event by hand. It appears here at once, without
      a reload.
    </p>
    <div class="command">
      <code>${command}</code>
      <picket-copy .text=${command} label="the command"></picket-copy>
    </div>
  </div>`;
}

/** The server is in no shard group: how to get one. */
export function aloneHere() {
  const command = "picket up --replicas 3";
  return html`<div class="empty">
    <h2>This server runs alone.</h2>
    <p>
      It owns everything, so there is nothing to share. Start several on this machine to see
      partitions change hands, or run <code>picket server</code> in a cluster, with as many replicas as
      you like.
    </p>
    <div class="command">
      <code>${command}</code>
      <picket-copy .text=${command} label="the command"></picket-copy>
    </div>
  </div>`;
}

/** There is something, but not of this kind. */
export function nothingMatches(clear) {
  return html`<div class="empty">
    <h2>Nothing matches these filters.</h2>
    <p>There are other Observations. New ones that match appear here by themselves.</p>
    <button type="button" class="button" @click=${clear}>Clear filters</button>
  </div>`;
}

/** Everything that was reported is dealt with. */
export function nothingOpen(showAll) {
  return html`<div class="empty">
    <h2>Nothing is open.</h2>
    <p>Every Observation is resolved or suppressed. Should one return, it appears here.</p>
    <button type="button" class="button" @click=${showAll}>Show all</button>
  </div>`;
}
