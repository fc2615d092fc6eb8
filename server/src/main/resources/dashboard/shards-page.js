import { html } from "lit";
import * as api from "./api.js";
import { PicketElement } from "./element.js";
import { aloneHere } from "./empty-state.js";
import { exact, number, relative } from "./format.js";
import { ShardColours } from "./shard-colours.js";
import { ShardFeed } from "./shard-feed.js";
import { count, reason } from "./shard-words.js";
import { Ticking } from "./ticking.js";
import "./drain-dialog.js";
import "./shard-grid.js";
import "./shard-members.js";

/** Who owns what, as it changes hands. */
class ShardsPage extends PicketElement {
  static properties = { lit: { state: true }, refused: { state: true }, spoken: { state: true } };

  constructor() {
    super();
    new Ticking(this);
    this.colours = new ShardColours();
    this.feed = new ShardFeed(() => this.fed());
  }

  connectedCallback() {
    super.connectedCallback();
    this.feed.open();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.feed.close();
  }

  fed() {
    const { shards, link } = this.feed;
    if (shards) {
      this.colours.assign(shards);
      this.speak(shards);
    }
    this.requestUpdate();
    this.tell("link-state", link);
  }

  /** Says what moved, to those who do not see it. */
  speak({ moves: [move] }) {
    const last = JSON.stringify(move);
    if (move && this.said && last !== this.said) {
      this.spoken = `${reason(move)}: ${count(move.partitions)} to ${move.to || "nobody"}`;
    }
    this.said = last ?? "none";
  }

  render() {
    const { shards, alone, error } = this.feed;
    return html`${error ? this.banner(error.message, () => this.feed.open()) : ""}
      ${this.refused ? this.banner(this.refused) : ""}
      ${shards?.problem ? this.banner(`This server does not take part: ${shards.problem}`) : ""}
      <div class="subject shards-subject">
        <div class="subject-text">
          <h1>Shards</h1>
          ${shards ? this.facts(shards) : ""}
        </div>
      </div>
      ${alone ? html`<div class="card">${aloneHere()}</div>` : ""}
      ${shards ? this.group(shards) : ""}
      <div class="visually-hidden" role="status">${this.spoken}</div>`;
  }

  banner(message, retry) {
    return html`<div class="banner" role="alert">
      <p>${message}</p>
      ${retry ? html`<button type="button" class="button" @click=${retry}>Try now</button>` : ""}
    </div>`;
  }

  facts({ group, pool, partitions, members, revision, coordinator }) {
    return html`<p class="under">
      ${group} · ${count(partitions)} by ${pool} · ${number(members.length)}
      ${members.length === 1 ? "member" : "members"} · map revision ${revision}
      ${coordinator ? "" : html`<span class="warning">· no coordinator: nothing moves until there is one</span>`}
    </p>`;
  }

  group(shards) {
    return html`<section class="card grid-card" aria-label="Partitions">
        <header>
          <h2 class="card-title">Partitions</h2>
          <span class="sign" data-sign="draining">changing hands</span>
          <span class="sign" data-sign="orphaned">nobody's</span>
        </header>
        ${shards.partitions > 0
          ? html`<picket-shard-grid
              .shards=${shards}
              .colours=${this.colours}
              .lit=${this.lit}
            ></picket-shard-grid>`
          : html`<div class="empty"><p>There is no shard map yet; the coordinator makes the first one.</p></div>`}
      </section>
      <picket-shard-members
        .shards=${shards}
        .colours=${this.colours}
        @light=${(event) => (this.lit = event.detail)}
        @drain=${(event) => this.querySelector("picket-drain-dialog").open(event.detail)}
        @undrain=${(event) => this.undrain(event.detail)}
      ></picket-shard-members>
      ${this.moves(shards)}
      <picket-drain-dialog .shards=${shards}></picket-drain-dialog>`;
  }

  moves({ moves }) {
    return html`<section class="card moves-card" aria-label="Last moves">
      <h2 class="card-title">Last moves</h2>
      ${moves.length === 0 ? html`<p class="under">Nothing has moved yet.</p>` : ""}
      <ol class="moves">
        ${moves.map((move) => this.move(move))}
      </ol>
    </section>`;
  }

  move(move) {
    return html`<li>
      <time datetime=${move.at} title=${exact(move.at)}>${relative(move.at)}</time>
      <span class="reason" data-reason=${move.reason}>${reason(move)}</span>
      <span class="what">
        ${count(move.partitions)}
        ${move.from ? html`from ${this.member(move.from)}` : ""} to
        ${move.to ? this.member(move.to) : "nobody"}
      </span>
    </li>`;
  }

  member(id) {
    return html`<span class="who"
      ><span class="swatch" data-colour=${this.colours.of(id)}></span>${id}</span
    >`;
  }

  async undrain(member) {
    try {
      await api.undrain(member.id);
      this.refused = undefined;
    } catch (error) {
      this.refused = error.message;
    }
  }
}

customElements.define("picket-shards-page", ShardsPage);
