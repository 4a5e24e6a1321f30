// Saves the manifest of a finished decision: one line of JSON for each execution.
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { announce } from '../app/announce.js';
import * as api from '../app/api.js';
import { saveAs } from '../app/save.js';

async function save({ automationId, resolutionId }, onFailure) {
  onFailure(null);
  try {
    const response = await api.open('GET', `${api.paths.resolution(automationId, resolutionId)}/manifest`);
    saveAs(`manifest-${resolutionId}.ndjson`, await response.blob());
    announce('The manifest was saved.');
  } catch (failure) {
    onFailure(failure);
  }
}

/** @param onFailure called with a failure, and with null before each attempt */
export const manifestButton = (resolution, onFailure, look = 'link') =>
  resolution.state === 'RUNNING'
    ? nothing
    : html`<button type="button" class=${look} aria-label="Save the manifest of decision ${resolution.resolutionId}"
        @click=${() => save(resolution, onFailure)}>Manifest</button>`;
