// What is said of shards, in words.

import { number } from "./format.js";

const REASONS = {
  created: "New shard map",
  balanced: "Evened out",
  leaving: "Left",
  drained: "Drained",
  seized: "Taken from a dead member",
  fenced: "Epoch raised",
};

export function count(partitions) {
  return `${number(partitions)} ${partitions === 1 ? "partition" : "partitions"}`;
}

export function reason(move) {
  return REASONS[move.reason] ?? move.reason;
}

/** One run, as the line under the grid tells it. */
export function told({ from, to, state, owner, next, epoch }) {
  const which = from === to ? `Partition ${number(from)}` : `Partitions ${number(from)} to ${number(to)}`;
  const epochs = `epoch ${number(epoch)}`;
  if (state === "orphaned") {
    return `${which}: nobody owns ${from === to ? "it" : "them"}, ${epochs}`;
  }
  const going = next ? `going to ${next}` : "draining, with nobody to take over";
  return `${which}: ${owner}, ${epochs}${state === "draining" ? `, ${going}` : ""}`;
}

/** What a member owns, to stay or to be let go. */
export function held(member) {
  return member.owned + member.draining;
}

/** Members that are gone though the map still names them as owners. */
export function gone({ members, runs }) {
  const known = new Set(members.map(({ id }) => id));
  const lost = new Map();
  for (const { owner, from, to } of runs) {
    if (owner && !known.has(owner)) {
      const ranges = from === to ? `${from}` : `${from}-${to}`;
      const before = lost.get(owner);
      lost.set(owner, {
        id: owner,
        status: "gone",
        owned: (before?.owned ?? 0) + to - from + 1,
        draining: 0,
        incoming: 0,
        ranges: before ? `${before.ranges},${ranges}` : ranges,
      });
    }
  }
  return [...lost.values()];
}

export function status(member) {
  return member.status === "drained" && held(member) > 0 ? "draining" : member.status;
}

/** The whole group in one sentence, for those who do not see the grid. */
export function summary({ members, runs, partitions }) {
  const parts = members.map((each) => `${each.id} has ${number(held(each))}`);
  const orphaned = runs
    .filter(({ state }) => state === "orphaned")
    .reduce((sum, { from, to }) => sum + to - from + 1, 0);
  if (orphaned > 0) {
    parts.push(`nobody has ${number(orphaned)}`);
  }
  return `Of ${count(partitions)}, ${parts.join(", ")}.`;
}

export function silence(seconds) {
  if (seconds < 60) {
    return `${seconds} s`;
  }
  return seconds < 3600 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3600)} h`;
}
