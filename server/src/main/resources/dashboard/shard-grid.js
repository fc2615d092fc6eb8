import { html } from "lit";
import { PicketElement } from "./element.js";
import { ShardPainter } from "./shard-painter.js";
import { summary, told } from "./shard-words.js";

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Every partition, in its owner's colour; the pointer and the arrow keys ask about them. */
class ShardGrid extends PicketElement {
  static properties = {
    shards: { attribute: false },
    colours: { attribute: false },
    lit: { attribute: false },
    picked: { state: true },
  };

  connectedCallback() {
    super.connectedCallback();
    this.rethemed = () => {
      this.painter?.forgetTheme();
      this.paint();
    };
    window.addEventListener("picket-theme", this.rethemed);
    this.resized = new ResizeObserver(() => this.clientWidth !== this.painted && this.paint());
    this.resized.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener("picket-theme", this.rethemed);
    this.resized.disconnect();
    cancelAnimationFrame(this.frame);
  }

  willUpdate(changed) {
    if (changed.has("shards") && this.picked) {
      this.picked = this.shards.runs.find(({ to }) => to >= this.picked.from);
    }
  }

  render() {
    const line = this.picked ? told(this.picked) : "";
    return html`<p class="visually-hidden">${summary(this.shards)}</p>
      <canvas
        tabindex="0"
        role="slider"
        aria-label="Partitions, by who owns them"
        aria-valuemin="0"
        aria-valuemax=${this.shards.partitions - 1}
        aria-valuenow=${this.picked?.from ?? 0}
        aria-valuetext=${told(this.picked ?? this.shards.runs[0])}
        @pointermove=${this.pointed}
        @pointerleave=${() => (this.picked = undefined)}
        @keydown=${this.pressed}
        @blur=${() => (this.picked = undefined)}
      ></canvas>
      <p class="readout" aria-hidden="true">
        ${line || "Point at a partition, or use the arrow keys, to see who owns it."}
      </p>`;
  }

  updated(changed) {
    this.painter ??= new ShardPainter(this.querySelector("canvas"), this.colours);
    if (changed.has("shards")) {
      this.painter.show(this.shards);
    }
    this.paint();
  }

  paint() {
    cancelAnimationFrame(this.frame);
    if (!this.painter || this.clientWidth === 0) {
      return;
    }
    this.painted = this.clientWidth;
    const moving = this.painter.paint(this.clientWidth, this.picked, this.lit);
    if (moving) {
      this.frame = requestAnimationFrame(() => this.paint());
    }
  }

  pointed(event) {
    this.picked = this.painter.at(event.offsetX, event.offsetY);
  }

  pressed(event) {
    const { runs } = this.shards;
    const at = runs.findIndex(({ from }) => from === this.picked?.from);
    const ends = { Home: 0, End: runs.length - 1 };
    const next = ends[event.key] ?? at + STEPS[event.key];
    if (Number.isNaN(next)) {
      return;
    }
    event.preventDefault();
    this.picked = runs[Math.max(0, Math.min(runs.length - 1, next))];
  }
}

customElements.define("picket-shard-grid", ShardGrid);
