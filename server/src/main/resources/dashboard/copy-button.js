import { html } from "lit";
import { PicketElement } from "./element.js";
import * as icons from "./icons.js";

/** Copies a text and says so. */
class CopyButton extends PicketElement {
  static properties = { text: {}, label: {}, copied: { state: true } };

  render() {
    const label = this.copied ? "Copied" : `Copy ${this.label}`;
    return html`<button
      type="button"
      class="button plain icon"
      title=${label}
      aria-label=${label}
      @click=${this.copy}
    >
      ${this.copied ? icons.done : icons.copy}
    </button>`;
  }

  async copy() {
    // The clipboard is there on secure origins alone; elsewhere an older way still works.
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(this.text);
    } else {
      const area = document.createElement("textarea");
      area.value = this.text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    this.copied = true;
    setTimeout(() => (this.copied = false), 1500);
  }
}

customElements.define("picket-copy", CopyButton);
