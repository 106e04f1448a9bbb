import { $, h, post } from './dom.js';

const Switches = [
  ['ProviderSlow', 'Provider slow', 'every answer four seconds late'],
  ['ProviderDown', 'Provider down', 'connections break'],
  ['SlowDown', 'slow_down', 'the next poll is told to slow down'],
  ['StoreGone', 'Store gone', 'the cable to Redis is pulled'],
  ['RestFails', 'Twilio REST fails', 'every request answered 500'],
  ['DuplicateWebhooks', 'Duplicate webhooks', 'each one sent twice at once'],
];

let buttons;

export function showTrouble(trouble, phone) {
  buttons ??= setUp();
  for (const [kind] of Switches) {
    buttons[kind].hidden = !(kind in trouble);
    buttons[kind].setAttribute('aria-pressed', String(trouble[kind] ?? false));
  }

  buttons.drop.disabled = phone.status !== 'in-progress';
  $('mend').disabled = !Object.values(trouble).includes(true);
}

function setUp() {
  const made = {};
  for (const [kind, name, effect] of Switches) made[kind] = button('switch', name, effect, () => post('trouble', { kind, on: made[kind].getAttribute('aria-pressed') !== 'true' }));
  made.drop = button('act', 'The line drops', 'Twilio loses the caller', () => post('hang-up', { byTheLine: true }));
  made.forge = button('act', 'Forged webhook', 'signed by a stranger', () => post('forge', {}));
  $('mend').addEventListener('click', () => Switches.filter(([kind]) => made[kind].getAttribute('aria-pressed') === 'true').forEach(([kind]) => post('trouble', { kind, on: false })));
  $('switches').replaceChildren(...Object.values(made));
  return made;
}

const button = (kind, name, effect, act) => h('button', { type: 'button', class: kind, 'aria-pressed': kind === 'switch' ? 'false' : null, onclick: act },
  h('span', { class: 'knob', 'aria-hidden': 'true' }), h('span', { class: 'name' }, name), h('span', { class: 'effect' }, effect));
