// Contexts of executions. Lists leave large ones out, which are loaded when they are to be shown.
import * as api from './api.js';

/** The largest context, in bytes, that a list loads with each execution. */
export const LISTED_BYTES = 4096;

/** The largest context that the view of an execution loads without being asked. */
export const SHOWN_BYTES = 65_536;

export const isLeftOut = ({ contextBytes }) => contextBytes > 0;

/** An execution with what its context wraps, as the API returns it, in place of the context. */
export const unwrapped = (execution) => ({ ...execution, context: execution.context?.context ?? {} });

export async function loadContext(id, signal) {
  const { automationExecution } = await api.get(api.paths.execution(id), { signal });
  return unwrapped(automationExecution).context;
}
