// Tells readers of the screen what changed without a move of the focus.
export function announce(text) {
  const announcer = document.getElementById('announcer');
  announcer.textContent = '';
  requestAnimationFrame(() => (announcer.textContent = text));
}
