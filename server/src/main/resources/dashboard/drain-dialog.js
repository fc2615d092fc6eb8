import { html } from "lit";
import * as api from "./api.js";
import { PicketElement } from "./element.js";
import { count, held } from "./shard-words.js";

/** Asks whether a member is to be drained, then asks for it. */
class DrainDialog extends PicketElement {
  static properties = {
    shards: { attribute: false },
    member: { state: true },
    error: { state: true },
    busy: { state: true },
  };

  render() {
    return html`<dialog aria-labelledby="drain-title">
      <form method="dialog" @submit=${this.submit}>
        <h2 id="drain-title">Drain ${this.member?.id}?</h2>
        ${this.member ? this.consequences(this.member) : ""}
        ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : ""}
        <div class="buttons">
          <button type="button" class="button plain" @click=${() => this.dialog.close()}>Cancel</button>
          <button class="button primary" ?disabled=${this.busy}>Drain</button>
        </div>
      </form>
    </dialog>`;
  }

  consequences(member) {
    const others = this.shards.members.filter(
      ({ id, status }) => id !== member.id && status === "active",
    );
    return others.length > 0
      ? html`<p>
          Its ${count(held(member))} move to the other members, each once what is in flight on it is
          done, and it gets no others. It goes on answering requests. You can take this back; it ends
          by itself with the process.
        </p>`
      : html`<p class="error">
          No other member is active: nobody would take over its ${count(held(member))}, and their
          objects would be watched by nobody.
        </p>`;
  }

  get dialog() {
    return this.querySelector("dialog");
  }

  async open(member) {
    this.member = member;
    this.error = undefined;
    await this.updateComplete;
    this.dialog.showModal();
  }

  async submit(event) {
    event.preventDefault();
    this.busy = true;
    try {
      await api.drain(this.member.id);
      this.dialog.close();
    } catch (error) {
      this.error = error.message;
    }
    this.busy = false;
  }
}

customElements.define("picket-drain-dialog", DrainDialog);
