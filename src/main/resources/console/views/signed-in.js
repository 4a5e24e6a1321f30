// The redirect target of the identity provider: completes the sign-in.
import { html } from '../lib/lit-html/lit-html.js';
import * as provider from '../app/provider.js';
import * as router from '../app/router.js';
import { screen } from '../app/screen.js';
import { heading } from '../parts/heading.js';
import { loading, problem } from '../parts/states.js';

export const title = 'Signing in';
export const isPublic = true;

export async function open(host, params, signal) {
  const query = router.query();
  // The parameters are valid once and must not stay in the history.
  router.setQuery({});
  const view = screen(
    host,
    ({ failure }) => html`<div class="card sign-in">
      ${heading(title)}
      ${failure
        ? html`${problem(failure)}<p><a class="button" href="/sign-in">Back to sign-in</a></p>`
        : loading('your permissions')}
    </div>`,
    { failure: null },
    signal,
  );
  view.draw();
  try {
    router.go(await provider.completeSignIn(query), { replace: true });
  } catch (failure) {
    view.set({ failure });
  }
}
