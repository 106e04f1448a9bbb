// One BullMQ worker that polls every pending order and delays its job anew after each answer, as BullMQ's guide has it
// (https://docs.bullmq.io/patterns/process-step-jobs). Says "ready" when all jobs are in the queue and ends with its standard input.
import { randomUUID, createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DelayedError, Queue, Worker } from 'bullmq';
import { Pool } from 'undici';

const env = process.env;
const items = Number(env.BENCH_ITEMS);
const interval = Number(env.BENCH_INTERVAL_MS);
const client = 'callerauth-bench';
const connection = { host: '127.0.0.1', port: Number(env.BENCH_REDIS_PORT), maxRetriesPerRequest: null };
const provider = new Pool(env.BENCH_AUTHORITY, { connections: env.BENCH_HTTP2 === '1' ? 4 : 512, allowH2: env.BENCH_HTTP2 === '1' });
const key = env.BENCH_KEY ? createPrivateKey(readFileSync(env.BENCH_KEY)) : null;

const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json', prefer: 'return-trace-id' };
if (!key) headers.authorization = 'Basic ' + Buffer.from(`${client}:benchmark-secret-of-no-worth`).toString('base64');

const encode = (part) => Buffer.from(JSON.stringify(part)).toString('base64url');

function assertion() {
  const now = Math.floor(Date.now() / 1000);
  const input = encode({ alg: env.BENCH_AUTH.toUpperCase(), typ: 'JWT', kid: 'client' }) + '.'
    + encode({ iss: client, sub: client, aud: env.BENCH_AUTHORITY, jti: randomUUID(), iat: now, exp: now + 120 });
  return input + '.' + sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
}

async function poll(item) {
  const form = new URLSearchParams({ grant_type: 'urn:openid:params:grant-type:ciba', auth_req_id: String(item).padStart(32, '0') });
  if (key) {
    form.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
    form.set('client_assertion', assertion());
  }
  const response = await provider.request({ path: '/token', method: 'POST', headers, body: form.toString() });
  return (await response.body.json()).error === 'authorization_pending';
}

const queue = new Queue('bench', { connection });
const jobs = Array.from({ length: items }, (_, item) => ({
  name: 'poll',
  data: { item },
  opts: { delay: interval + Math.floor((interval * item) / items), removeOnComplete: true },
}));
for (let at = 0; at < items; at += 1000) await queue.addBulk(jobs.slice(at, at + 1000));

const worker = new Worker('bench', async (job, token) => {
  if (!(await poll(job.data.item))) return;
  await job.moveToDelayed(Date.now() + interval, token);
  throw new DelayedError();
}, { connection, concurrency: 500, lockDuration: Number(env.BENCH_LOCK_MS), stalledInterval: Number(env.BENCH_STALLED_MS) });
worker.on('error', (error) => console.error('  bullmq:', error.message));

console.log('ready');
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
