// What the list shows, as the page's address says it: shareable, and kept by back and forward.

export const STATES = ["open", "suppressed", "resolved", "all"];
export const WINDOWS = ["1h", "24h", "7d"];
export const TEXTS = ["source", "category", "namespace", "kind", "name"];
export const SINCE = [
  ["", "any time"],
  ["15m", "15 minutes"],
  ["1h", "1 hour"],
  ["24h", "24 hours"],
  ["7d", "7 days"],
  ["30d", "30 days"],
];

const DEFAULTS = { state: "open", window: "24h", since: "" };

/** Reads an address's query; what it does not know is left out. */
export function read(search) {
  const given = new URLSearchParams(search);
  const filters = {
    state: STATES.includes(given.get("state")) ? given.get("state") : DEFAULTS.state,
    window: WINDOWS.includes(given.get("window")) ? given.get("window") : DEFAULTS.window,
    since: given.get("since") ?? DEFAULTS.since,
    severity: given.getAll("severity").flatMap((each) => each.split(",")).filter(Boolean),
  };
  for (const name of TEXTS) {
    filters[name] = given.get(name) ?? "";
  }
  return filters;
}

/** The address's query; what is as usual is left out. */
export function write(filters) {
  const query = new URLSearchParams(restrictions(filters));
  for (const name of ["state", "window"]) {
    if (filters[name] !== DEFAULTS[name]) {
      query.set(name, filters[name]);
    } else {
      query.delete(name);
    }
  }
  const text = query.toString().replaceAll("%2C", ",");
  return text ? `?${text}` : "";
}

/** The API's parameters. */
export function toApi(filters) {
  return restrictions(filters);
}

/** Whether anything but the usual is asked for. */
export function narrowed(filters) {
  return Object.keys(restrictions({ ...filters, state: "all" })).length > 0
    || filters.state !== DEFAULTS.state;
}

/** The same without restrictions. */
export function cleared(filters) {
  return { ...read(""), window: filters.window };
}

function restrictions(filters) {
  const given = {};
  if (filters.state !== "all") {
    given.state = filters.state;
  }
  if (filters.severity.length > 0) {
    given.severity = filters.severity.join(",");
  }
  for (const name of [...TEXTS, "since"]) {
    if (filters[name]) {
      given[name] = filters[name];
    }
  }
  return given;
}
