// Creates an automation with a name and a breaker. Steps and triggers are set by the API.
import { html } from '../lib/lit-html/lit-html.js';
import * as api from '../app/api.js';
import * as router from '../app/router.js';
import { breakerFields, fieldsOf, settingsOf } from './breaker-fields.js';
import { openForm } from './dialog.js';

export const createAutomation = (signal) =>
  openForm({
    title: 'New automation',
    signal,
    action: 'Create',
    state: { name: '', ...settingsOf({ circuitBreakerMax: 100 }) },
    canSubmit: ({ name }) => name.trim() !== '',
    fields: (state, set) => html`
      <label for="new-name">Name</label>
      <input id="new-name" .value=${state.name} maxlength="256" required
        @input=${(event) => set({ name: event.target.value })}>
      ${breakerFields(state, set)}`,
    submit: async (state) => {
      const { automation } = await api.post('/api/v1/automations', {
        displayName: state.name.trim(),
        enabled: true,
        ...fieldsOf(state),
      });
      router.go(`/automations/${automation.id}`);
    },
  });
