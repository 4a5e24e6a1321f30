// A virtual list: only visible rows are in the DOM. Arrow keys move the selection.
import { html } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { screen } from '../app/screen.js';

const ROW_PX = 52;
const OVERSCAN = 8;
const MOVES = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };

/**
 * @param label the accessible name
 * @param row renders the content of a row
 * @param onSelect called with the selected row
 * @param onOpen called when a row was selected by a tap, a click or the enter key, to be read
 * @param onEnd called when the last rows are visible, to fetch more
 */
export function virtualRows(host, { label, row, onSelect, onOpen, onEnd }, signal) {
  const box = () => host.firstElementChild;

  const look = () => {
    const { scrollTop, clientHeight } = box();
    const from = Math.max(0, Math.floor(scrollTop / ROW_PX) - OVERSCAN);
    const to = Math.min(list.state.rows.length, Math.ceil((scrollTop + clientHeight) / ROW_PX) + OVERSCAN);
    if (from !== list.state.from || to !== list.state.to) {
      list.set({ from, to });
    }
    if (to >= list.state.rows.length - OVERSCAN && list.state.rows.length > 0) {
      onEnd();
    }
  };

  const choose = (index) => {
    const { rows } = list.state;
    if (rows.length === 0) {
      return;
    }
    const at = Math.min(rows.length - 1, Math.max(0, index));
    list.set({ selected: at });
    const top = at * ROW_PX;
    if (top < box().scrollTop) {
      box().scrollTop = top;
    } else if (top + ROW_PX > box().scrollTop + box().clientHeight) {
      box().scrollTop = top + ROW_PX - box().clientHeight;
    }
    look();
    onSelect(rows[at]);
  };

  const openRow = (index) => {
    choose(index);
    onOpen();
  };

  const onKey = (event) => {
    if (event.key === 'Enter' && list.state.selected >= 0) {
      event.preventDefault();
      openRow(list.state.selected);
      return;
    }
    const move = MOVES[event.key];
    if (move !== undefined) {
      event.preventDefault();
      choose(list.state.selected + move);
    }
  };

  const option = (each, index, { selected, total }) => html`<div role="option" id="row-${each.id}"
    aria-selected=${index === selected ? 'true' : 'false'} aria-setsize=${total} aria-posinset=${index + 1}
    .style=${`transform: translateY(${index * ROW_PX}px)`} @click=${() => openRow(index)}>${row(each)}</div>`;

  const list = screen(
    host,
    (state) => html`<div class="rows" role="listbox" tabindex="0" aria-label=${label}
      aria-activedescendant=${state.selected >= state.from && state.selected < state.to
        ? `row-${state.rows[state.selected].id}`
        : ''}
      @scroll=${look} @keydown=${onKey}>
      <div class="rows-space" role="presentation" .style=${`height: ${state.rows.length * ROW_PX}px`}>
        ${repeat(
          state.rows.slice(state.from, state.to),
          (each) => each.id,
          (each, i) => option(each, state.from + i, state),
        )}</div></div>`,
    { rows: [], total: 0, from: 0, to: 0, selected: -1 },
    signal,
  );

  return {
    /** Moves the focus to the list. */
    focus() {
      box().focus();
    },
    /** Replaces all rows. */
    replace(rows, total) {
      list.set({ rows, total, from: 0, to: Math.min(rows.length, 30), selected: -1 });
      box().scrollTop = 0;
    },
    /** Adds rows at the end. */
    append(more) {
      list.set({ rows: list.state.rows.concat(more) });
      look();
    },
  };
}
