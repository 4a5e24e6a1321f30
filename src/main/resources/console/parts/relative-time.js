// <relative-time at="…">: the time relative to now, with the exact local time as the tooltip.
const UNITS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];
const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const exactly = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });

export const exact = (at) => exactly.format(new Date(at));

export function relative(at, now = Date.now()) {
  const seconds = (new Date(at) - now) / 1000;
  const [unit, length] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return Math.abs(seconds) < 5 ? 'just now' : words.format(Math.trunc(seconds / length), unit);
}

const shown = new Set();
setInterval(() => shown.forEach((element) => element.draw()), 5000);

class RelativeTime extends HTMLElement {
  static observedAttributes = ['at'];

  connectedCallback() {
    shown.add(this);
    this.draw();
  }

  disconnectedCallback() {
    shown.delete(this);
  }

  attributeChangedCallback() {
    this.draw();
  }

  draw() {
    const at = this.getAttribute('at');
    if (at) {
      this.title = exact(at);
      this.textContent = relative(at);
    }
  }
}

customElements.define('relative-time', RelativeTime);
