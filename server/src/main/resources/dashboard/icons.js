// The few icons, drawn on a 16 x 16 grid.

import { svg, html } from "lit";

function icon(shape) {
  return html`<svg
    viewBox="0 0 16 16"
    fill="none"
    stroke="currentColor"
    stroke-width="1.5"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >${shape}</svg>`;
}

export const back = icon(svg`<path d="M9.5 3.5 5 8l4.5 4.5" />`);
export const copy = icon(
  svg`<rect x="5.5" y="5.5" width="8" height="8" rx="1.5" /><path d="M10.5 3.5v-.25c0-.4-.35-.75-.75-.75h-6.5c-.4 0-.75.35-.75.75v6.5c0 .4.35.75.75.75h.25" />`,
);
export const crown = icon(svg`<path d="M2.5 12.5h11M2.5 4.5l2 5.5h7l2-5.5-3.25 2.5L8 3 5.75 7Z" />`);
export const done = icon(svg`<path d="m3 8.5 3.25 3.25L13 5" />`);
export const help = icon(
  svg`<circle cx="8" cy="8" r="6" /><path d="M6.25 6.4A1.8 1.8 0 0 1 8 5c1 0 1.8.7 1.8 1.6 0 1.2-1.8 1.4-1.8 2.4M8 11.2v.05" />`,
);
export const moon = icon(svg`<path d="M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8Z" />`);
export const sun = icon(
  svg`<circle cx="8" cy="8" r="2.75" /><path d="M8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M3.4 12.6l.7-.7M11.9 4.1l.7-.7" />`,
);
