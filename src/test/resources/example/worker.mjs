// A worker without packages, for Node 18 and later: node worker.mjs TYPE...
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

const { SPILLWAY_URL: base, SPILLWAY_CLIENT_ID: id, SPILLWAY_CLIENT_SECRET: secret } = process.env;
const worker = `node-${process.pid}`;
let token = { value: '', until: 0 };

async function bearer() {
  if (performance.now() > token.until) {
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret });
    const response = await fetch(`${base}/auth/v1/token`, { method: 'POST', body: form });
    if (!response.ok) throw Object.assign(new Error(await response.text()), { status: response.status });
    const got = await response.json();
    token = { value: got.access_token, until: performance.now() + (got.expires_in - 60) * 1000 };
  }
  return `Bearer ${token.value}`;
}

/** Calls the API, again and again while the node is away or busy. */
async function call(path, body) {
  for (let attempt = 0; ; attempt++) {
    try {
      const response = await fetch(`${base}/api/v1/jobs/${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: await bearer() },
        body: JSON.stringify(body),
      });
      if (response.ok) return await response.json();
      throw Object.assign(new Error(await response.text()), { status: response.status });
    } catch (failure) {
      if (failure.status && ![429, 502, 503, 504].includes(failure.status)) throw failure;
      console.error('not reached:', failure.message);
    }
    await pause(Math.min(30_000, 1000 * 2 ** attempt));
  }
}

/** What the job does: replace this. The same idempotencyKey is the same piece of work. */
async function run(job) {
  return { ranBy: worker, key: job.idempotencyKey, input: job.input };
}

const report = async (job, said) =>
  (await call('report', { worker, reports: [{ lease: job.lease, ...said }] })).results[0].outcome;

for (;;) {
  const asked = { types: process.argv.slice(2), worker, maxJobs: 10, lease: '60s', wait: '30s', requestId: randomUUID() };
  await Promise.all((await call('activate', asked)).jobs.map(async (job) => {
    const extending = setInterval(() => report(job, { extend: { lease: '60s' } }).catch(console.error), 20_000);
    const said = await run(job).then(
      (output) => ({ complete: { output } }),
      (failure) => ({ fail: { code: failure.name, message: failure.message } }));
    clearInterval(extending);
    console.log(job.executionId, job.stepName, await report(job, said));
  }));
}
