// Which member has which colour: each keeps its own as long as the page is open.

const COLOURS = 10;

export class ShardColours {
  constructor() {
    this.slots = new Map();
  }

  /** Gives a colour to everybody who is a member or owns something, the least used first. */
  assign({ members, runs }) {
    const ids = new Set(members.map(({ id }) => id));
    runs.forEach(({ owner, next }) => [owner, next].filter(Boolean).forEach((id) => ids.add(id)));
    [...this.slots.keys()].filter((id) => !ids.has(id)).forEach((id) => this.slots.delete(id));
    for (const id of ids) {
      if (!this.slots.has(id)) {
        this.slots.set(id, this.leastUsed());
      }
    }
  }

  leastUsed() {
    const used = new Array(COLOURS).fill(0);
    this.slots.forEach((slot) => used[slot - 1]++);
    return used.indexOf(Math.min(...used)) + 1;
  }

  /** The number of a member's colour; 0 for somebody who is gone. */
  of(id) {
    return this.slots.get(id) ?? 0;
  }
}
