import { html } from "lit";
import * as api from "./api.js";
import { PicketElement } from "./element.js";

const LENGTHS = [
  ["1h", "1 hour"],
  ["8h", "8 hours"],
  ["24h", "1 day"],
  ["7d", "7 days"],
  ["30d", "30 days"],
  ["90d", "90 days"],
];

/** Asks why and how long, then suppresses; tells "decided" with the Observation. */
class SuppressDialog extends PicketElement {
  static properties = { observation: { attribute: false }, error: { state: true }, busy: { state: true } };

  render() {
    return html`<dialog aria-labelledby="suppress-title">
      <form method="dialog" @submit=${this.submit}>
        <h2 id="suppress-title">Suppress this Observation</h2>
        <p>It stays silent until then, however often it is reported. It keeps counting.</p>
        <label>
          Reason, for your colleagues
          <textarea name="reason" required maxlength="500"></textarea>
        </label>
        <label>
          For
          <select name="for">
            ${LENGTHS.map(
              ([value, text]) =>
                html`<option value=${value} ?selected=${value === "24h"}>${text}</option>`,
            )}
          </select>
        </label>
        ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : ""}
        <div class="buttons">
          <button type="button" class="button plain" @click=${() => this.dialog.close()}>Cancel</button>
          <button class="button primary" ?disabled=${this.busy}>Suppress</button>
        </div>
      </form>
    </dialog>`;
  }

  get dialog() {
    return this.querySelector("dialog");
  }

  open() {
    this.error = undefined;
    this.dialog.showModal();
  }

  async submit(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    this.busy = true;
    try {
      const suppressed = await api.decide(this.observation.id, "suppress", {
        reason: form.get("reason"),
        for: form.get("for"),
      });
      this.dialog.close();
      this.tell("decided", suppressed);
    } catch (error) {
      this.error = error.message;
    }
    this.busy = false;
  }
}

customElements.define("picket-suppress-dialog", SuppressDialog);
