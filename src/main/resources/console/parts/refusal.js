// Failures and refusals in people's words: what happened, and what can be done.
import * as session from '../app/session.js';

const INVALID = 3;
const PRECONDITION = 9;

/** Refusals that the server words for programs: a pattern, and what to say instead. */
const KNOWN = [
  [
    /^reviewToken is for (\d+) paused executions, of which (\d+) are still paused/,
    (of, left) =>
      `Only ${left} of the ${of} executions that you reviewed are still paused: somebody else decided ` +
      'about the others meanwhile. Nothing was done.',
  ],
  [/^reviewToken /, () => 'This review is not valid any more. Nothing was done.'],
  [/ is disabled: /, () => 'The automation is switched off, so it takes no triggers. Switch it on first.'],
  [/ is a draft: /, () => 'The automation is a draft. Publish it before it is run.'],
];

const BY_STATUS = {
  0: 'The node does not answer. The page tries again by itself.',
  404: 'It does not exist, or not any more.',
  409: 'Somebody else changed it at the same time. Nothing was done.',
  413: 'It is larger than the node accepts.',
  429: 'The node has more to do than it can take. Nothing was done; try again in a moment.',
  500: 'The node failed to do this. Its log tells why.',
  503: 'The node cannot do this now: it has no database, or not enough of the cluster. Try again in a moment.',
};

const forbidden = () => {
  const role = session.current()?.roles.at(-1);
  return `Your role does not allow this${role ? `: you are signed in as ${role}` : ''}. Ask an administrator.`;
};

function wordsFor({ status, code, message }) {
  for (const [pattern, words] of KNOWN) {
    const found = pattern.exec(message);
    if (found) {
      return words(...found.slice(1));
    }
  }
  if (status === 400 && code === INVALID) {
    return `The node refused this: ${message}.`;
  }
  return status === 403 ? forbidden() : BY_STATUS[status];
}

/**
 * A failure in people's words: `text`; `said`, what the server said if that is more exact, else
 * empty; `outdated`, whether what is shown is out of date, so that one should look again.
 */
export function inWords(failure) {
  const { status, code, message } = failure;
  const text = status === undefined ? message : wordsFor(failure) ?? message;
  return {
    text,
    said: text.includes(message) || status === 0 ? '' : message,
    outdated: status === 404 || status === 409 || (status === 400 && (code === PRECONDITION || /^reviewToken /.test(message))),
  };
}
