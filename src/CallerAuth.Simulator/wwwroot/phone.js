import { $, h, post } from './dom.js';
import { hush, isMuted, play, say, silence, tone } from './sound.js';

const Letters = { 2: 'ABC', 3: 'DEF', 4: 'GHI', 5: 'JKL', 6: 'MNO', 7: 'PQRS', 8: 'TUV', 9: 'WXYZ', 0: '+' };
const KeyPause = 130;
const Languages = { 'nb-NO': 'Norwegian', 'sv-SE': 'Swedish', 'da-DK': 'Danish', 'en-GB': 'English', 'en-US': 'English' };
const EIds = { 'no-bankid': 'Norway', 'se-bankid': 'Sweden' };

let setup;
let phone = { status: 'idle', captions: [] };
let person;
let dismissed = sessionStorage.getItem('dismissed');
let shownUpTo = 0;
let shownCall = null;
let keying = 0;
let unsent = '';
let isSending = false;

// Only the window that has rung speaks; others show the same call in silence.
const isMine = () => phone.callSid !== null && sessionStorage.getItem('mine') === phone.callSid;
const isOn = () => phone.status === 'ringing' || phone.status === 'in-progress';

export function setUpPhone(given) {
  const isFirst = !setup;
  setup = given;
  if (isFirst) listen();
  const chosen = $('lines').querySelector('input:checked')?.value;
  $('lines').querySelectorAll('label').forEach(line => line.remove());
  for (const line of setup.lines) {
    $('lines').append(h('label', { class: 'line' },
      h('input', { type: 'radio', name: 'line', value: line.number, checked: chosen ? chosen === line.number : line === setup.lines[0], onchange: choosePeople }),
      h('span', { class: 'avatar', 'aria-hidden': 'true' }, initials(line.name)),
      h('span', { class: 'name' }, line.name),
      h('span', { class: 'about' }, `${spaced(line.number)} · ${line.eids.map(eid => EIds[eid] ?? eid).join(', ')}`)));
  }

  choosePeople();
}

/** A call goes to the people who have an app for its line. */
function choosePeople() {
  const line = setup.lines.find(known => known.number === $('before').elements.line.value);
  const countries = line.eids.map(eid => eid.slice(0, 2).toUpperCase());
  const people = setup.people.filter(known => countries.includes(known.country));
  const before = $('person').value;
  $('person').replaceChildren(...people.map(known => h('option', { value: known.nationalId }, `${known.name} (${known.country === 'NO' ? 'Norway' : 'Sweden'})`)));
  if (people.some(known => known.nationalId === before)) $('person').value = before;
  $('number').textContent = $('person').value;
}

function listen() {
  $('person').addEventListener('change', () => { $('number').textContent = $('person').value; });
  $('copy').addEventListener('click', async () => {
    await navigator.clipboard?.writeText($('person').value).catch(() => {});
    $('copy').textContent = 'Copied';
    setTimeout(() => { $('copy').textContent = 'Copy'; }, 1500);
  });
  $('before').addEventListener('submit', event => {
    event.preventDefault();
    sessionStorage.setItem('mine', 'next');
    post('ring', { line: $('before').elements.line.value, person: $('person').value });
  });
  for (const key of '123456789*0#') {
    $('pad').append(h('button', { type: 'button', class: 'key', 'data-key': key, 'aria-label': { '*': 'Star', '#': 'Hash' }[key], onclick: () => press(key) },
      h('span', {}, key), h('small', {}, Letters[key] ?? '')));
  }

  $('key-number').addEventListener('click', keyNumber);
  $('hang-up').addEventListener('click', () => {
    if (isOn()) {
      post('hang-up', { byTheLine: false });
      return;
    }

    sessionStorage.setItem('dismissed', dismissed = phone.callSid);
    silence();
    showPhone(phone);
    $('ring').focus();
  });
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input:not([type=radio], [type=checkbox]), select, textarea') || !'0123456789*#'.includes(event.key) || !isOn()) return;
    event.preventDefault();
    press(event.key);
  });
  setInterval(showTime, 500);
  // The newest line stays in sight, also when something below takes room.
  new ResizeObserver(toNewest).observe($('captions'));
}

function press(key) {
  tone(key);
  unsent += key;
  send();
  const button = $('pad').querySelector(`[data-key="${key}"]`);
  button.classList.add('down');
  setTimeout(() => button.classList.remove('down'), 150);
}

/** One request at a time: two at once may overtake each other, and a number must arrive in order. */
async function send() {
  if (isSending) return;
  isSending = true;
  while (unsent) {
    const keys = unsent;
    unsent = '';
    await post('press', { keys });
  }

  isSending = false;
}

function keyNumber() {
  const digits = [...(person?.nationalId ?? '')];
  const mine = ++keying;
  digits.forEach((digit, i) => setTimeout(() => {
    // Another press, or the end of the call, ends it.
    if (mine === keying && isOn()) press(digit);
  }, i * KeyPause));
}

export function showPhone(now, line, who) {
  phone = now;
  person = who ?? person;
  if (isOn() && sessionStorage.getItem('mine') === 'next') sessionStorage.setItem('mine', phone.callSid);
  const isShown = phone.status !== 'idle' && phone.callSid !== dismissed;
  const wasHidden = $('during').hidden;
  $('before').hidden = isShown;
  $('during').hidden = !isShown;
  if (!isShown) {
    silence();
    return;
  }

  if (wasHidden && isOn() && isMine()) $('captions').focus({ preventScroll: true });
  if (line) {
    $('avatar').textContent = initials(line.name);
    $('company').textContent = line.name;
    $('company-number').textContent = spaced(line.number);
  }

  showCaptions();
  showQuestion();
  showTime();
  $('during').dataset.status = phone.status;
  $('hang-up').classList.toggle('again', !isOn());
  $('hang-up').querySelector('span').textContent = isOn() ? 'Hang up' : 'New call';
  for (const key of $('pad').children) key.disabled = !isOn();
  const asksNumber = isOn() && (phone.question?.numDigits ?? 0) > 6;
  $('key-number').disabled = !asksNumber;
  $('key-number').textContent = person ? `Key ${person.name.split(' ')[0]}’s number` : 'Key my number';
}

function showCaptions() {
  if (shownCall !== phone.callSid) {
    shownCall = phone.callSid;
    shownUpTo = 0;
    keying++;
    $('captions').replaceChildren();
  }

  for (const caption of phone.captions) {
    if (caption.id <= shownUpTo) continue;
    shownUpTo = caption.id;
    $('captions').append(caption.kind === 'keys'
      ? h('p', { class: 'keys', 'data-id': caption.id }, caption.text)
      : h('p', { class: caption.slow ? 'said slow' : 'said', 'data-id': caption.id },
        h('span', { class: 'lang', title: Languages[caption.language] ?? caption.language }, caption.language.slice(0, 2)),
        h('span', { lang: caption.language }, caption.text)));
  }

  const saying = phone.captions.find(caption => caption.id === phone.saying);
  for (const item of $('captions').children) item.toggleAttribute('data-now', item.dataset.id === String(phone.saying));
  toNewest();
  if (!isMine()) return;
  play(isOn() ? phone.music : null);
  if (!saying) {
    hush();
    return;
  }

  const hasVoice = say(saying);
  $('voice-note').hidden = hasVoice || isMuted();
  if (!hasVoice) $('voice-note').textContent = `No ${Languages[saying.language] ?? saying.language} voice here: read along.`;
}

function toNewest() {
  $('captions').scrollTop = $('captions').scrollHeight;
}

function showQuestion() {
  const { question, music, talking, status } = phone;
  const keyed = question?.keyed ?? 0;
  let text = '';
  let waits = false;
  if (status === 'over') text = { Caller: 'You hung up.', Agent: 'The agent hung up.', Twilio: 'The line dropped.' }[phone.endedBy] ?? 'The call is over.';
  else if (status === 'ringing') text = 'Ringing…';
  else if (talking) text = 'You are talking with the agent.';
  else if (question?.numDigits > 6) [text, waits] = [`${'•'.repeat(keyed)}${'◦'.repeat(Math.max(0, question.numDigits - keyed))}`, true];
  else if (question) [text, waits] = [music ? '♪ Hold music – keys still work' : 'Press a key at any time', true];
  else if (music) text = '♪ Hold music';
  const digits = waits && question.numDigits > 6;
  $('question').classList.toggle('digits', digits);
  if (digits) $('question').replaceChildren(h('span', { 'aria-hidden': 'true' }, text), h('span', { class: 'unseen' }, `${keyed} of ${question.numDigits} digits`));
  else if ($('question').textContent !== text) $('question').textContent = text;
}

function showTime() {
  if (!isOn() || !phone.startedAt) return;
  const seconds = Math.max(0, Math.floor((Date.now() - phone.startedAt) / 1000));
  $('timer').textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

const initials = name => name.split(' ').map(word => word[0]).join('').slice(0, 2);
const spaced = number => number.startsWith('+47') ? number.replace(/(\d\d)(?=\d)/g, '$1 ') : number.replace(/^(\+46)(\d\d)(\d{3})(\d\d)(\d\d)$/, '$1 $2 $3 $4 $5');
