// Announces changes to screen readers without moving the focus.
export function announce(text) {
  const announcer = document.getElementById('announcer');
  announcer.textContent = '';
  requestAnimationFrame(() => (announcer.textContent = text));
}
