// The members of the cluster and their state.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import * as api from '../app/api.js';
import { poll } from '../app/poll.js';
import { screen } from '../app/screen.js';
import { badge } from '../parts/badge.js';
import { count, many } from '../parts/format.js';
import { heading } from '../parts/heading.js';
import { failed, loading, stale } from '../parts/states.js';

export const title = 'Cluster';

const POLL_MS = 5000;

const fact = (name, value) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
const ms = (value) => (value === undefined ? '–' : `${Number(value).toFixed(value < 10 ? 1 : 0)} ms`);

const CLOCK_LIMIT_MS = 5000;

/** How the clock of a member differs from that of the node that was asked. */
function clock({ local, clockAheadMs, clockErrorMs }) {
  if (clockAheadMs === undefined) {
    return local ? 'this node’s' : '–';
  }
  const by = Math.abs(clockAheadMs);
  const words = `${ms(by)} ${clockAheadMs < 0 ? 'behind' : 'ahead'} ± ${ms(clockErrorMs)}`;
  return by - clockErrorMs > CLOCK_LIMIT_MS ? html`<span class="problem">${words}</span>` : words;
}

const silent = ({ nodeId }) => html`<section class="card">
  <h2 class="id">${nodeId}</h2>${badge('bad', 'failed', 'Does not answer')}
  <p class="muted">It is a member, but did not report its state in time.</p></section>`;

function checks(node) {
  const wrong = Object.entries(node.checks).filter(([, state]) => state !== 'UP');
  return wrong.map(([name, state]) => html`<p class="problem">${name}: ${state}</p>`);
}

const member = (node) => html`<section class="card">
  <h2><span class="id">${node.nodeId}</span>${node.local ? html` <span class="tag">this node</span>` : nothing}</h2>
  ${node.ready ? badge('good', 'done', 'Ready') : badge('bad', 'failed', 'Not ready')}
  ${checks(node)}
  <dl class="facts">
    ${fact('Automations in memory', count(node.actors))}
    ${fact('Commit, mean', ms(node.commitMeanMs))}
    ${fact('Commit, recent maximum', ms(node.commitMaxMs))}
    ${fact('Commits', count(node.commits))}
    ${fact('Clock', clock(node))}
    ${fact('Version', node.version)}
    ${fact('Up since', html`<relative-time at=${node.startedAt}></relative-time>`)}
  </dl></section>`;

export function open(host, params, signal) {
  const view = screen(
    host,
    ({ nodes, failure }) => html`${heading('Cluster')}
      ${nodes
        ? html`${stale(failure)}<p class="lead">${many(nodes.length, 'member')}.</p>
            <div class="nodes">${nodes.map((node) => (node.answered ? member(node) : silent(node)))}</div>`
        : failure
          ? failed(failure, () => refresh())
          : loading('the members')}`,
    { nodes: null, failure: null },
    signal,
  );
  view.draw();
  const refresh = poll(
    POLL_MS,
    async () => {
      const { members } = await api.get('/api/v1/cluster', { signal });
      view.set({ nodes: members, failure: null });
    },
    { signal, onFailure: (failure) => view.set({ failure }) },
  );
}
