// Light or dark: the system's choice until somebody makes another.

const KEY = "picket.theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

export function current() {
  return document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light");
}

export function toggle() {
  const next = current() === "dark" ? "light" : "dark";
  const asSystem = next === (dark.matches ? "dark" : "light");
  if (asSystem) {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = next;
  }
  try {
    if (asSystem) {
      localStorage.removeItem(KEY);
    } else {
      localStorage.setItem(KEY, next);
    }
  } catch {
    // Then it lasts as long as the page.
  }
  announce();
}

function announce() {
  window.dispatchEvent(new Event("picket-theme"));
}

dark.addEventListener("change", announce);
