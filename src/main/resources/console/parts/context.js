// The context of an execution; a large one is loaded when somebody wants to see it.
import { html } from '../lib/lit-html/lit-html.js';
import { isLeftOut } from '../app/contexts.js';
import { size } from './format.js';
import { jsonTree, oneLine } from './json-tree.js';
import { problem } from './states.js';

/** In a list, as one line. */
export const contextLine = (execution, most) =>
  isLeftOut(execution)
    ? `a context of ${size(execution.contextBytes)}`
    : oneLine(execution.context, most);

/**
 * As a tree.
 *
 * @param execution whose `context` is that of the trigger
 * @param load called to load a context that was left out; `{ busy, failure }` of that
 */
export function contextTree(execution, { load, busy, failure }) {
  if (!isLeftOut(execution)) {
    return jsonTree(execution.context);
  }
  return html`<div><p>The context has ${size(execution.contextBytes)}.</p>${problem(failure)}
    <button ?disabled=${busy} @click=${load}>${busy ? 'Loading …' : 'Load the context'}</button></div>`;
}
