// Times and numbers for people.

const UNITS = [
  ["d", 86400],
  ["h", 3600],
  ["min", 60],
];

const absolute = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { month: "short", day: "numeric" });
const numbers = new Intl.NumberFormat();

/** How long ago, or in how long: "just now", "5 min ago", "in 3 d". */
export function relative(time, now = Date.now()) {
  const seconds = Math.round((now - new Date(time)) / 1000);
  const size = Math.abs(seconds);
  if (size < 45) {
    return seconds >= 0 ? "just now" : "in a moment";
  }
  const [unit, length] = UNITS.find(([, each]) => size >= each) ?? ["min", 60];
  const text = `${Math.max(1, Math.floor(size / length))} ${unit}`;
  return seconds >= 0 ? `${text} ago` : `in ${text}`;
}

export function exact(time) {
  return absolute.format(new Date(time));
}

/** A slot's beginning, as precisely as its window needs. */
export function slot(time, window) {
  const date = new Date(time);
  return window === "7d" ? `${day.format(date)}, ${clock.format(date)}` : clock.format(date);
}

export function number(value) {
  return numbers.format(value);
}
