import { $, draw, h, icon, post } from './dom.js';

const Signs = {
  Verified: ['M12 2.500 4.500 5.300v5.900c0 4.600 3.100 8.600 7.500 10.300 4.400-1.700 7.500-5.700 7.500-10.300V5.300z', 'm8.300 12 2.600 2.600 4.900-5.100'],
  Unverified: ['M12 3.500 2.500 20h19z', 'M12 10v4.500', 'M12 17.200v.1'],
  NotYet: ['M5.500 12h.1', 'M12 12h.1', 'M18.500 12h.1'],
  Verifying: ['M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18z', 'M12 7.500V12l3 2'],
};
const Reasons = {
  declined: 'declined in the app', cancelled: 'cancelled', expired: 'no answer in time', unavailable: 'BankID not available', invalid_input: 'no valid number keyed',
  no_input: 'nothing keyed', skipped: 'asked for an agent', mismatch: 'another person answered', error: 'technical fault',
};
const Kinds = {
  TaskRouter: 'TaskRouter task, with attributes', Queue: 'Queue: who it is, is whispered', Number: 'Ordinary telephone: who it is, is whispered',
  Client: 'Softphone, with parameters', Sip: 'SIP exchange, with headers',
};

let told = '';

export function showAgent(agent, phone, rings, console) {
  const live = phone.status === 'ringing' || phone.status === 'in-progress';
  draw($('screen'), JSON.stringify([agent, live, rings]), () => [
    ...view(agent, live, rings),
    console ? h('a', { class: 'to-console', href: console, target: '_blank', rel: 'noopener' }, 'See the same in the real agents’ console') : null,
  ]);
  if (agent.status !== told && agent.status === 'talking') $('told').textContent = `The agent has the call: ${agent.verification?.status ?? agent.whisper}.`;
  told = agent.status;
}

function view(agent, live, rings) {
  if (agent.status === 'idle') {
    return [
      live ? verdict('NotYet', 'A caller is on the line', 'The service still talks to them.') : verdict('NotYet', 'No call', 'Calls arrive here with the verified identity attached.'),
      guide(!live ? -1 : rings ? 1 : 0),
    ];
  }

  const { verification, whisper } = agent;
  const verified = verification?.status === 'verified';
  if (agent.status === 'queued') return [verdict('Verifying', 'In the queue', `${agent.kind}: the caller hears music until an agent is free.`)];
  const headline = !verification ? (whisper ? 'Listen' : 'Rings')
    : verified ? 'Verified' : verification.reason ? `Not verified – ${Reasons[verification.reason] ?? verification.reason}` : 'Not verified';
  const state = { ringing: 'Rings…', talking: 'You are talking with the caller.', over: 'The call is over.' }[agent.status];
  return [
    verdict(!verification ? 'NotYet' : verified ? 'Verified' : 'Unverified', headline, state, verified ? person(verification) : null),
    whisper ? h('figure', { class: 'whisper' }, h('figcaption', {}, 'Whispered before the bridge'), h('blockquote', {}, whisper)) : null,
    verification ? facts(verification) : null,
    h('p', { class: 'soft way' }, `${Kinds[agent.kind] ?? agent.kind} · ${agent.address}`),
    verification && !whisper ? h('details', { class: 'raw' }, h('summary', {}, 'caller_verification, as it arrived'), h('pre', { tabindex: '0' }, JSON.stringify(verification, null, 2))) : null,
    agent.status === 'talking' ? h('button', { type: 'button', class: 'end', 'data-focus': true, onclick: () => post('agent', { ends: true }) }, 'End the talk') : null,
  ];
}

/** What somebody who sees the page for the first time may do. */
function guide(current) {
  return h('ol', { class: 'guide' }, [
    ['Ring', 'Choose who rings and whom. A voice asks for the national ID: press “Key … number”, or the keys of the telephone or of your keyboard.'],
    ['Approve', 'The app rings. Norway: choose the two words that you hear. Sweden: say that you are on the phone, and enter a code.'],
    ['Meet', 'The call arrives here, verified or not. Then flick a switch of trouble and ring again.'],
  ].map(([word, text], i) => h('li', { 'aria-current': i === current ? 'step' : null }, h('strong', {}, word), h('span', {}, text))));
}

function verdict(status, headline, means, more) {
  return h('div', { class: 'verdict', 'data-status': status, tabindex: '-1' },
    h('span', { class: 'sign' }, icon(...Signs[status])),
    h('p', { class: 'status' }, headline), h('p', { class: 'means' }, means), more);
}

function person(verification) {
  return h('p', { class: 'person' }, h('strong', {}, verification.name ?? 'Name not handed on'), verification.birthdate ? h('span', {}, `born ${verification.birthdate}`) : null);
}

function facts(verification) {
  const shown = { eid: 'eID', acr: 'Assurance', authenticated_at: 'Proved at', subject: 'Pseudonym', verification_id: 'Verification' };
  return h('dl', { class: 'facts' }, Object.entries(shown).filter(([key]) => verification[key]).map(([key, name]) =>
    h('div', {}, h('dt', {}, name), h('dd', {}, key === 'authenticated_at' ? new Date(verification[key]).toLocaleTimeString() : verification[key]))));
}
