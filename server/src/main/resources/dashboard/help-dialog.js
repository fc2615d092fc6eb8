import { html } from "lit";
import { PicketElement } from "./element.js";

const KEYS = [
  ["/", "Go to the filters"],
  ["j", "Next Observation"],
  ["k", "Previous Observation"],
  ["Enter", "Open it"],
  ["Esc", "Back to the list, or leave a field"],
  ["o", "Observations"],
  ["s", "Shards"],
  ["t", "Light or dark"],
  ["?", "This help"],
];

/** Which keys do what. */
class HelpDialog extends PicketElement {
  render() {
    return html`<dialog aria-labelledby="help-title">
      <div class="inside">
        <h2 id="help-title">Keys</h2>
        <dl class="keys">
          ${KEYS.map(([key, meaning]) => html`<dt><kbd>${key}</kbd></dt><dd>${meaning}</dd>`)}
        </dl>
        <form method="dialog" class="buttons"><button class="button">Close</button></form>
      </div>
    </dialog>`;
  }

  open() {
    this.querySelector("dialog").showModal();
  }
}

customElements.define("picket-help-dialog", HelpDialog);
