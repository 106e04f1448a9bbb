import { $, h } from './dom.js';

const Kinds = { webhook: 'Webhooks', ciba: 'CIBA', rest: 'REST' };
const Whose = { webhook: 'Twilio → service', ciba: 'service → provider', rest: 'service → Twilio' };

let entries = new Map();
let polls = new Map();
let paused = false;
let waiting = new Map();
let since = 0;

export function setUpWire() {
  for (const [kind, name] of Object.entries(Kinds)) {
    $('filters').append(h('label', { class: `filter ${kind}` },
      h('input', { type: 'checkbox', checked: true, onchange: event => $('entries').toggleAttribute(`data-no-${kind}`, !event.target.checked) }), h('span', {}, name)));
  }

  $('pause').addEventListener('click', () => {
    paused = !paused;
    $('pause').setAttribute('aria-pressed', String(paused));
    for (const entry of waiting.values()) if (!paused) show(entry);
    if (!paused) waiting = new Map();
    count();
  });
  $('clear').addEventListener('click', resetWire);
}

export function resetWire() {
  entries = new Map();
  polls = new Map();
  waiting = new Map();
  $('entries').replaceChildren();
  count();
}

/** A new call begins with a clean wire. */
export function keepWireSince(moment) {
  if (!moment || moment <= since) return;
  since = moment;
  for (const [id, known] of entries) {
    if (known.entry.at >= since) continue;
    known.element.remove();
    entries.delete(id);
  }

  for (const order of polls.keys()) sum(order);
  count();
}

export function addToWire(entry) {
  if (entry.at < since) return;
  if (paused) waiting.set(entry.id, entry);
  else show(entry);
  count();
}

function count() {
  $('pause').textContent = paused ? `Go on${waiting.size ? ` (${waiting.size} new)` : ''}` : 'Pause';
  $('wire-count').textContent = entries.size ? `${entries.size} requests` : '';
  $('wire-empty').hidden = entries.size > 0;
}

/** Draws an entry, or draws it anew when its answer has come. The newest stands first; polls that are told to wait are folded into one. */
function show(entry) {
  const before = entries.get(entry.id);
  const element = h('li', { class: `entry ${entry.kind}` }, details(entry, before?.element.querySelector('details').open));
  const folds = entry.name === 'poll' && entry.order && (entry.status === null || /^(authorization_pending|slow_down)/.test(entry.outcome));
  if (before && before.folds === folds) before.element.replaceWith(element);
  else {
    before?.element.remove();
    (folds ? foldOf(entry) : $('entries')).prepend(element);
  }

  entries.set(entry.id, { element, folds, entry });
  if (entry.order && polls.has(entry.order)) sum(entry.order);
}

function foldOf(entry) {
  if (!polls.has(entry.order)) {
    const list = h('ol', { class: 'entries inner' });
    const summary = h('summary', {});
    const element = h('li', { class: 'entry ciba fold' }, h('details', {}, summary, list));
    polls.set(entry.order, { list, summary, element });
    $('entries').prepend(element);
  }

  return polls.get(entry.order).list;
}

function sum(order) {
  const fold = polls.get(order);
  const inside = [...entries.values()].filter(known => known.folds && known.entry.order === order).map(known => known.entry);
  fold.element.hidden = inside.length === 0;
  if (inside.length === 0) return;
  const last = inside.at(-1);
  fold.summary.replaceChildren(...line({ ...last, at: inside[0].at, check: null, milliseconds: null, path: `${last.path} ×${inside.length}`, outcome: (last.outcome || inside.at(-2)?.outcome || '').split(':')[0] }));
}

function details(entry, open) {
  return h('details', { open: open ?? false }, h('summary', {}, ...line(entry)), h('div', { class: 'inside' },
    h('p', { class: 'soft whose' }, `${Whose[entry.kind]} · ${entry.method} ${entry.path}`),
    entry.check ? h('div', { class: `check ${entry.check.ok ? 'ok' : 'wrong'}` }, h('p', {}, `${entry.check.ok ? '✓' : '✗'} ${entry.check.says}`), fields(entry.check.details)) : null,
    entry.asked.length ? h('div', {}, h('h3', {}, 'Asked'), fields(entry.asked)) : null,
    entry.answer ? h('div', {}, h('h3', {}, 'Answered'), h('pre', { tabindex: '0' }, entry.answer)) : null));
}

const fields = list => list.length ? h('dl', { class: 'fields' }, list.map(field => h('div', {}, h('dt', {}, field.name), h('dd', {}, field.value)))) : null;

function line(entry) {
  const failed = entry.status === 0 || entry.status >= 500 || (entry.status >= 400 && entry.name !== 'poll');
  return [
    h('time', {}, new Date(entry.at).toLocaleTimeString('en-GB')),
    h('span', { class: `badge ${entry.kind}` }, { webhook: 'Webhook', ciba: 'CIBA', rest: 'REST' }[entry.kind]),
    h('span', { class: 'path' }, entry.kind === 'webhook' ? `${entry.path}${keyed(entry)}` : h('span', {}, h('b', {}, entry.name), ` ${entry.path.replace(/^\/(idura|twilio)/, '').replace(/\b([A-Z]{2}[0-9a-f]{4})[0-9a-f]{28}/g, '$1…')}`)),
    h('span', { class: 'outcome' }, entry.status === null ? 'waiting…' : entry.outcome),
    h('span', { class: 'seal', title: entry.check?.says }, entry.check ? h('span', { class: entry.check.ok ? 'ok' : 'wrong' }, entry.check.ok ? '✓ signed' : '✗ signature') : ''),
    h('span', { class: failed ? 'result failed' : 'result' }, entry.status === null ? '' : entry.status === 0 ? 'none' : String(entry.status)),
    h('span', { class: 'ms' }, entry.milliseconds === null ? '' : `${entry.milliseconds} ms`),
  ];
}

function keyed(entry) {
  const digits = entry.asked.find(field => field.name === 'Digits')?.value;
  return digits ? ` · ${digits.startsWith('•') ? digits : `key ${digits}`}` : '';
}
