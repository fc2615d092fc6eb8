// Severities, the worst first, and their colours as the style sheet has them.

export const SEVERITIES = ["critical", "high", "medium", "low", "info"];

/** A custom property's colour as the current theme resolves it. */
export function colour(name) {
  const probe = document.createElement("span");
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const resolved = getComputedStyle(probe).color;
  probe.remove();
  return resolved;
}
