// Entry point of the console: routes, the shell around the views, and the session.
import { render } from './lib/lit-html/lit-html.js';
import { announce } from './app/announce.js';
import * as node from './app/node.js';
import * as router from './app/router.js';
import * as session from './app/session.js';
import * as theme from './app/theme.js';
import { shell } from './parts/shell.js';
import './parts/relative-time.js';
import * as automation from './views/automation.js';
import * as automations from './views/automations.js';
import * as clients from './views/clients.js';
import * as cluster from './views/cluster.js';
import * as execution from './views/execution.js';
import * as executions from './views/executions.js';
import * as log from './views/log.js';
import * as missing from './views/missing.js';
import * as review from './views/review.js';
import * as decision from './views/decision.js';
import * as signIn from './views/sign-in.js';
import * as signedIn from './views/signed-in.js';

router.route('/', automations);
router.route('/automations', automations);
router.route('/automations/:id', automation);
router.route('/automations/:id/review', review);
router.route('/automations/:id/resolutions/:resolution', decision);
router.route('/executions', executions);
router.route('/executions/:id', execution);
router.route('/log', log);
router.route('/cluster', cluster);
router.route('/clients', clients);
router.route('/sign-in', signIn);
router.route('/signed-in', signedIn);

let closing = new AbortController();
let visits = 0;

function drawShell() {
  render(shell(drawShell), document.getElementById('shell'));
}

function goToSignIn() {
  const from = location.pathname + location.search;
  router.go(from === '/' ? '/sign-in' : `/sign-in?from=${encodeURIComponent(from)}`, { replace: true });
}

function open(found) {
  const { view, params } = found ?? { view: missing, params: {} };
  if (!session.current() && !view.isPublic) {
    goToSignIn();
    return;
  }
  closing.abort();
  closing = new AbortController();
  drawShell();
  const host = document.createElement('div');
  host.className = 'view';
  document.getElementById('main').replaceChildren(host);
  document.title = `${view.title} · Spillway`;
  view.open(host, params, closing.signal);
  if (visits++ > 0) {
    window.scrollTo(0, 0);
    host.querySelector('h1')?.focus();
    announce(view.title);
  }
}

theme.apply();
node.onChange((answers) => {
  drawShell();
  if (answers) {
    announce('The node answers again.');
  }
});
session.onChange(() => {
  drawShell();
  if (!session.current() && location.pathname !== '/sign-in') {
    goToSignIn();
  }
});
router.start(open);
node.watch();
