import { html } from "lit";
import { live } from "lit/directives/live.js";
import { PicketElement } from "./element.js";
import { SINCE, STATES, cleared, narrowed } from "./filters.js";

const CATEGORIES = ["security", "compliance", "performance", "operations", "cost"];
const TYPING_PAUSE_MS = 350;

/** What to show. Each change is told as "filter" with the parts that changed. */
class FilterBar extends PicketElement {
  static properties = {
    filters: { attribute: false },
    sources: { attribute: false },
    unfolded: { state: true },
  };

  render() {
    const { filters } = this;
    return html`<form
      class="filters"
      role="search"
      aria-label="Filter"
      ?data-unfolded=${this.unfolded}
      @submit=${this.submit}
    >
      <div class="segments" role="group" aria-label="State">
        ${STATES.map(
          (state) => html`<button
            type="button"
            aria-pressed=${filters.state === state}
            @click=${() => this.tell("filter", { state })}
          >
            ${state[0].toUpperCase() + state.slice(1)}
          </button>`,
        )}
      </div>
      <button
        type="button"
        class="button unfold"
        aria-expanded=${Boolean(this.unfolded)}
        @click=${() => (this.unfolded = !this.unfolded)}
      >
        ${this.unfolded ? "Fewer filters" : "More filters"}
      </button>
      <div class="fields">
        ${this.text("name", "Name", "any")} ${this.text("namespace", "Namespace", "any")}
        ${this.text("kind", "Kind", "any")}
        ${this.choice("source", "Source", this.choices(this.sources, filters.source))}
        ${this.choice("category", "Category", this.choices(CATEGORIES, filters.category))}
        ${this.choice("since", "Seen in", this.periods(filters.since))}
      </div>
      ${narrowed(filters)
        ? html`<button type="button" class="button plain clear" @click=${this.clear}>
            Clear filters
          </button>`
        : ""}
    </form>`;
  }

  text(name, label, placeholder) {
    return html`<label class="field" ?data-set=${this.filters[name] !== ""}>
      <span>${label}</span>
      <input
        name=${name}
        placeholder=${placeholder}
        autocomplete="off"
        spellcheck="false"
        .value=${live(this.filters[name])}
        @input=${this.typed}
        @keydown=${this.keyed}
      />
    </label>`;
  }

  choice(name, label, options) {
    return html`<label class="field" ?data-set=${this.filters[name] !== ""}>
      <span>${label}</span>
      <select name=${name} @change=${(event) => this.tell("filter", { [name]: event.target.value })}>
        ${options.map(
          ([value, text]) =>
            html`<option value=${value} .selected=${value === this.filters[name]}>${text}</option>`,
        )}
      </select>
    </label>`;
  }

  choices(known, chosen) {
    const values = new Set([...known, ...(chosen ? [chosen] : [])]);
    return [["", "any"], ...[...values].sort().map((each) => [each, each])];
  }

  periods(chosen) {
    const known = SINCE.some(([value]) => value === chosen);
    return known ? SINCE : [...SINCE, [chosen, chosen]];
  }

  /** Puts the cursor into the first field, wherever that is hidden. */
  async enter() {
    this.unfolded = true;
    await this.updateComplete;
    this.querySelector("input").focus();
  }

  typed(event) {
    const { name, value } = event.target;
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.tell("filter", { [name]: value.trim() }), TYPING_PAUSE_MS);
  }

  keyed(event) {
    if (event.key === "Escape") {
      event.target.blur();
      event.stopPropagation();
    }
  }

  submit(event) {
    event.preventDefault();
    clearTimeout(this.typing);
    const focused = this.querySelector("input:focus");
    if (focused) {
      this.tell("filter", { [focused.name]: focused.value.trim() });
    }
  }

  clear() {
    clearTimeout(this.typing);
    this.tell("filter", cleared(this.filters));
  }
}

customElements.define("picket-filter-bar", FilterBar);
