// Keys that work anywhere but where text is typed or a dialog is open.

/** Calls what a key means; returns how to stop. */
export function listen(meanings) {
  const pressed = (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    const other = event.metaKey || event.ctrlKey || event.altKey || event.isComposing;
    if (typing || other || document.querySelector("dialog[open]")) {
      return;
    }
    const meaning = meanings[event.key];
    if (meaning) {
      event.preventDefault();
      meaning();
    }
  };
  window.addEventListener("keydown", pressed);
  return () => window.removeEventListener("keydown", pressed);
}
