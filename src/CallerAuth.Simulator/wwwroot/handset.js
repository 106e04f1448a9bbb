import { $, draw, h, icon, post } from './dom.js';
import { chime } from './sound.js';

const Waiting = ['AwaitingFirstInteraction', 'AwaitingAcknowledgement', 'AwaitingIdentification'];

// The app speaks its country's language; the English beside it is for whoever watches.
const Norwegian = {
  lang: 'nb', rings: ['Ny forespørsel', 'A request is waiting'], open: 'Åpne BankID',
  ends: { Approved: ['Godkjent', 'Approved'], Declined: ['Avbrutt', 'Cancelled'], Expired: ['Tiden er ute', 'Out of time'] },
};
const Swedish = {
  lang: 'sv', rings: ['Legitimera dig', 'A request is waiting'], open: 'Öppna BankID',
  ends: { Approved: ['Klart', 'Done'], Declined: ['Avbrutet', 'Cancelled'], Expired: ['Tiden är ute', 'Out of time'] },
};

let rung = null;

export function showHandset(app, line) {
  const key = JSON.stringify([app.status, app.order, app.opened, app.chosen, line?.name]);
  const texts = app.country === 'se' ? Swedish : Norwegian;
  const waits = Waiting.includes(app.status);
  if (waits && !app.opened && rung !== app.order) {
    rung = app.order;
    chime();
    $('told').textContent = 'The BankID app rings.';
  }

  draw($('glass'), key, () => {
    if (!app.order) return idle();
    const body = !waits ? ended(app, texts)
      : !app.opened ? ringing(texts)
      : app.country === 'no' ? words(app)
      : app.status === 'AwaitingIdentification' ? code() : onThePhone(app, line);
    return [h('p', { class: 'owner' }, app.person, h('span', {}, 'BankID')), body];
  });
  $('handset').dataset.state = !app.order ? 'idle' : waits ? (app.opened ? 'open' : 'rings') : app.status.toLowerCase();
}

const touch = (what, words = '') => post('app', { touch: what, words });

const gloss = text => h('p', { class: 'gloss', lang: 'en' }, text);

function idle() {
  return h('div', { class: 'idle' },
    icon('M7 2.500h10a1.500 1.500 0 0 1 1.500 1.500v16a1.500 1.500 0 0 1-1.500 1.500H7A1.500 1.500 0 0 1 5.500 20V4A1.500 1.500 0 0 1 7 2.500z', 'M10.500 18.500h3'),
    h('p', {}, 'Nothing to approve'), h('p', { class: 'gloss' }, 'The app rings when the caller has keyed their number.'));
}

function ringing(texts) {
  return h('div', { class: 'sheet', lang: texts.lang },
    h('span', { class: 'bell' }, icon('M6 16.500V11a6 6 0 0 1 12 0v5.500l1.500 1.500h-15z', 'M10 20.500a2.200 2.200 0 0 0 4 0')),
    h('h3', { tabindex: '-1' }, texts.rings[0]), gloss(texts.rings[1]),
    h('button', { type: 'button', class: 'wide', 'data-focus': true, onclick: () => touch('Open') }, texts.open));
}

function words(app) {
  const confirm = h('button', { type: 'button', class: 'wide', disabled: true }, 'Bekreft');
  const form = h('form', {
    class: 'sheet', lang: 'nb',
    onsubmit: event => event.preventDefault(),
    onchange: () => { confirm.disabled = false; },
  },
  h('h3', { tabindex: '-1', id: 'words-title', 'data-focus': true }, 'Hvilke ord hører du i telefonen?'),
  gloss('Which words do you hear on the phone?'),
  h('div', { class: 'pairs', role: 'radiogroup', 'aria-labelledby': 'words-title' },
    app.words.map(pair => h('label', { class: 'pair' }, h('input', { type: 'radio', name: 'pair', value: pair }), h('span', {}, pair)))),
  confirm,
  h('button', { type: 'button', class: 'quiet wide', onclick: () => touch('Decline') }, 'Det er ikke meg'),
  gloss('Confirm · It is not me'));
  confirm.type = 'submit';
  form.addEventListener('submit', () => touch('Choose', form.elements.pair.value));
  return form;
}

function onThePhone(app, line) {
  const company = line?.name ?? 'företaget';
  return h('div', { class: 'sheet', lang: 'sv' },
    h('h3', { tabindex: '-1', 'data-focus': true }, `Talar du i telefon med ${company}?`),
    gloss(`Are you on the phone with ${company}?`),
    app.message ? h('p', { class: 'message' }, app.message) : null,
    h('button', { type: 'button', class: 'wide', onclick: () => touch('Yes') }, 'Ja'),
    h('button', { type: 'button', class: 'quiet wide', onclick: () => touch('Decline') }, 'Nej'),
    gloss('Yes · No'));
}

function code() {
  const field = h('input', { id: 'code', class: 'code', inputmode: 'numeric', autocomplete: 'off', maxlength: '6', pattern: '[0-9]{6}', required: true, 'aria-describedby': 'code-hint', 'data-focus': true });
  return h('form', {
    class: 'sheet', lang: 'sv',
    onsubmit: event => {
      event.preventDefault();
      touch('Code');
    },
  },
  h('h3', { tabindex: '-1' }, h('label', { for: 'code' }, 'Säkerhetskod')),
  h('p', { class: 'gloss', lang: 'en', id: 'code-hint' }, 'Security code: any six digits will do.'),
  field,
  h('button', { class: 'wide' }, 'Legitimera'),
  h('button', { type: 'button', class: 'quiet wide', onclick: () => touch('Decline') }, 'Avbryt'),
  gloss('Identify · Cancel'));
}

function ended(app, texts) {
  const [word, english] = texts.ends[app.status];
  const good = app.status === 'Approved';
  return h('div', { class: `sheet end ${good ? 'good' : 'bad'}`, lang: texts.lang },
    h('span', { class: 'mark' }, good ? icon('m5.500 12.500 4.300 4.300L18.500 7.500') : icon('m7 7 10 10M17 7 7 17')),
    h('h3', { tabindex: '-1', 'data-focus': true }, word), gloss(english),
    app.chosen ? h('p', { class: 'message' }, `“${app.chosen}”`) : null);
}
