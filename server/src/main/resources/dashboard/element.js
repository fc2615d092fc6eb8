// Picket's elements share the page's style sheets, so they render into the page itself.

import { LitElement } from "lit";

export class PicketElement extends LitElement {
  createRenderRoot() {
    return this;
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}
