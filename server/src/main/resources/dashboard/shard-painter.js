// Draws partitions as cells on a canvas.

import { colour } from "./severity.js";

const FADE_MS = 1100;
const STRIPE = 9;
const NARROW = 640;
const stillness = matchMedia("(prefers-reduced-motion: reduce)");

/** How P cells are laid out in a width, in rows of a power of two. */
export function layout(partitions, width) {
  const wide = width >= NARROW;
  const columns = Math.min(partitions, 2 ** Math.ceil(Math.log2(partitions * (wide ? 4 : 1)) / 2));
  const cell = width / columns;
  const row = Math.max(6, Math.min(cell * 0.78, 28));
  const rows = partitions / columns;
  return { columns, cell, row, rows, height: Math.ceil(rows * row) };
}

function diagonals(paint, style, width) {
  paint.strokeStyle = style;
  paint.lineWidth = width;
  paint.beginPath();
  for (const shift of [-STRIPE, 0, STRIPE]) {
    paint.moveTo(shift - 1, STRIPE + 1);
    paint.lineTo(shift + STRIPE + 1, -1);
  }
  paint.stroke();
}

/** Paints runs, and lets cells that change hands fade and flash. */
export class ShardPainter {
  /** @param canvas to draw on */
  constructor(canvas, colours) {
    this.canvas = canvas;
    this.colours = colours;
    this.cells = [];
    this.changes = new Map();
    this.forgetTheme();
  }

  forgetTheme() {
    this.resolved = new Map();
    this.patterns = new Map();
  }

  show(shards) {
    const before = this.cells;
    this.cells = new Array(shards.partitions);
    for (const run of shards.runs) {
      run.key = [run.state, run.owner, run.next, run.epoch].join("|");
      this.cells.fill(run, run.from, run.to + 1);
    }
    if (before.length === this.cells.length && !stillness.matches) {
      const now = performance.now();
      this.cells.forEach((run, at) => {
        if (run.key !== before[at].key) {
          this.changes.set(at, { before: before[at], since: now });
        }
      });
    } else {
      this.changes.clear();
    }
  }

  /** @param picked the run that is pointed at; @param lit the member to be told from the others */
  paint(width, picked, lit) {
    this.place = layout(this.cells.length, width);
    const scale = devicePixelRatio;
    const { canvas, place } = this;
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(place.height * scale);
    canvas.style.height = `${place.height}px`;
    this.context = canvas.getContext("2d");
    this.context.scale(scale, scale);
    const now = performance.now();
    this.cells.forEach((run, at) => this.cell(at, run, now, lit));
    if (picked) {
      this.outline(picked);
    }
    return this.changes.size > 0;
  }

  cell(at, run, now, lit) {
    const { context } = this;
    const dimmed = lit && run.owner !== lit && run.next !== lit ? 0.22 : 1;
    const change = this.changes.get(at);
    const progress = change ? Math.min(1, (now - change.since) / FADE_MS) : 1;
    const box = this.box(at);
    if (progress < 1) {
      context.globalAlpha = dimmed;
      this.fill(change.before, box);
    } else {
      this.changes.delete(at);
    }
    context.globalAlpha = dimmed * progress;
    this.fill(run, box);
    if (progress < 1) {
      context.globalAlpha = 0.6 * (1 - progress);
      context.fillStyle = this.colour("text");
      context.fillRect(...box);
    }
    context.globalAlpha = 1;
  }

  box(at) {
    const { columns, cell, row } = this.place;
    const gap = cell > 8 ? 1 : 0.5;
    const x = (at % columns) * cell;
    return [x, Math.floor(at / columns) * row, cell - gap, row - gap];
  }

  fill(run, box) {
    const { context } = this;
    if (run.state === "orphaned") {
      this.nobody(box);
      return;
    }
    context.fillStyle =
      run.state === "draining" ? this.stripes(run.owner, run.next) : this.member(run.owner);
    context.fillRect(...box);
  }

  nobody([x, y, width, height]) {
    const { context } = this;
    context.fillStyle = this.colour("surface-sunken");
    context.fillRect(x, y, width, height);
    context.strokeStyle = this.colour("critical");
    context.lineWidth = 1;
    context.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
    context.beginPath();
    context.moveTo(x + 1, y + height - 1);
    context.lineTo(x + width - 1, y + 1);
    context.stroke();
  }

  outline({ from, to }) {
    const { context } = this;
    context.strokeStyle = this.colour("text");
    context.lineWidth = 1.5;
    for (let at = from; at <= to; at++) {
      const [x, y, width, height] = this.box(at);
      context.strokeRect(x + 0.25, y + 0.25, width - 0.5, height - 0.5);
    }
  }

  /** The old owner's colour, striped with the next one's; a line between them tells like colours apart. */
  stripes(owner, next) {
    const key = `${owner}|${next}`;
    if (!this.patterns.has(key)) {
      const tile = document.createElement("canvas");
      tile.width = STRIPE;
      tile.height = STRIPE;
      const paint = tile.getContext("2d");
      paint.fillStyle = this.member(owner);
      paint.fillRect(0, 0, STRIPE, STRIPE);
      diagonals(paint, this.colour("surface"), 4.6);
      if (next) {
        diagonals(paint, this.member(next), 2.4);
      }
      this.patterns.set(key, this.context.createPattern(tile, "repeat"));
    }
    return this.patterns.get(key);
  }

  member(id) {
    return this.colour(`member-${this.colours.of(id)}`);
  }

  colour(name) {
    if (!this.resolved.has(name)) {
      this.resolved.set(name, colour(name));
    }
    return this.resolved.get(name);
  }

  /** The run at a point of the canvas, if there is one. */
  at(x, y) {
    const { columns, cell, row } = this.place;
    const column = Math.floor(x / cell);
    return column < 0 || column >= columns ? undefined : this.cells[Math.floor(y / row) * columns + column];
  }
}
