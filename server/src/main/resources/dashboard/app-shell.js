import { html } from "lit";
import { PicketElement } from "./element.js";
import * as icons from "./icons.js";
import { listen } from "./keyboard.js";
import * as theme from "./theme.js";
import "./help-dialog.js";
import "./list-page.js";
import "./observation-page.js";
import "./shards-page.js";

const LINK_STATES = { connecting: "Connecting", live: "Live", reconnecting: "Reconnecting" };
const OBSERVATION = /^\/observations\/([^/]+)$/;
const SHARDS = "/shards";

/** The frame around the pages: which one is shown, the connection, theme, keys. */
class AppShell extends PicketElement {
  static properties = { path: { state: true }, search: { state: true }, link: { state: true } };

  constructor() {
    super();
    this.link = "connecting";
    this.listScroll = 0;
    this.locate();
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener("popstate", () => this.locate());
    window.addEventListener("picket-theme", () => this.requestUpdate());
    this.addEventListener("click", (event) => this.clicked(event));
    this.addEventListener("navigate", (event) => this.navigate(event.detail));
    this.addEventListener("back", () => this.back());
    this.addEventListener("link-state", (event) => this.linked(event));
    listen({
      "/": () => this.list?.focusFilter(),
      j: () => this.list?.step(1),
      k: () => this.list?.step(-1),
      o: () => this.navigate("/"),
      s: () => this.navigate(SHARDS),
      t: theme.toggle,
      "?": () => this.querySelector("picket-help-dialog").open(),
      Escape: () => this.observationId && this.back(),
    });
  }

  get observationId() {
    return OBSERVATION.exec(this.path)?.[1];
  }

  /** Whether the list is the page that is shown. */
  get listing() {
    return !this.observationId && this.path !== SHARDS;
  }

  get list() {
    return this.listing ? this.querySelector("picket-list-page") : null;
  }

  render() {
    const id = this.observationId;
    const shards = this.path === SHARDS;
    this.listed ||= this.listing;
    const dark = theme.current() === "dark";
    return html`<a class="skip" href="#main">Skip to the ${shards ? "shards" : "Observations"}</a>
      <header class="bar">
        <div class="bar-inner">
          <a class="brand" href="/"><img src="/assets/logo.svg" alt="" /><span>Picket</span></a>
          <nav aria-label="Pages">
            <a href="/" aria-current=${this.listing ? "page" : String(!shards)}>Observations</a>
            <a href=${SHARDS} aria-current=${shards ? "page" : "false"}>Shards</a>
          </nav>
          <span class="link-state" role="status" data-state=${this.link}>
            ${LINK_STATES[this.link]}
          </span>
          <button
            type="button"
            class="button plain icon theme"
            title="Light or dark (t)"
            aria-label=${dark ? "Switch to light" : "Switch to dark"}
            @click=${theme.toggle}
          >
            ${dark ? icons.sun : icons.moon}
          </button>
          <button
            type="button"
            class="button plain icon"
            title="Keys (?)"
            aria-label="Keys"
            @click=${() => this.querySelector("picket-help-dialog").open()}
          >
            ${icons.help}
          </button>
        </div>
      </header>
      <main id="main" tabindex="-1">
        ${this.listed
          ? html`<picket-list-page ?hidden=${!this.listing} .search=${this.search}></picket-list-page>`
          : ""}
        ${id
          ? html`<picket-observation-page .observationId=${id}></picket-observation-page>`
          : ""}
        ${shards ? html`<picket-shards-page></picket-shards-page>` : ""}
      </main>
      <picket-help-dialog></picket-help-dialog>`;
  }

  locate() {
    const wasList = this.path !== undefined && this.listing;
    if (wasList && location.pathname !== "/") {
      this.listScroll = scrollY;
    }
    const wasObservation = Boolean(this.observationId);
    this.path = location.pathname;
    if (this.listing) {
      this.search = location.search;
    }
    document.title = this.title();
    this.updateComplete.then(() => this.settle(wasList, wasObservation));
  }

  title() {
    if (this.observationId) {
      return `Observation ${this.observationId.slice(0, 12)} · Picket`;
    }
    return this.path === SHARDS ? "Shards · Picket" : "Picket";
  }

  /** The list is found as it was left; an Observation begins at its top. */
  settle(wasList, wasObservation) {
    if (wasObservation && !this.observationId) {
      scrollTo(0, this.listScroll);
      this.querySelector(`tr[data-id="${CSS.escape(this.left ?? "")}"] a.title`)?.focus({
        preventScroll: true,
      });
    } else if (wasList && !this.listing) {
      scrollTo(0, 0);
    }
    this.left = this.observationId ?? this.left;
  }

  navigate(address) {
    history.pushState({ inside: true }, "", address);
    this.locate();
  }

  /** Back to the list as it was, or to a new one when the visit began here. */
  back() {
    if (history.state?.inside) {
      history.back();
    } else {
      this.navigate("/");
    }
  }

  clicked(event) {
    const anchor = event.target.closest?.("a[href]");
    const other = event.defaultPrevented || event.button !== 0
      || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (!anchor || other || anchor.origin !== location.origin || anchor.hash) {
      return;
    }
    if (anchor.pathname === "/" || anchor.pathname === SHARDS || OBSERVATION.test(anchor.pathname)) {
      event.preventDefault();
      this.navigate(anchor.pathname + anchor.search);
    }
  }

  linked(event) {
    this.link = event.detail;
  }
}

customElements.define("picket-app", AppShell);
