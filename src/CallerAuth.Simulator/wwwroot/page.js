import { $ } from './dom.js';
import { showAgent } from './agent.js';
import { showHandset } from './handset.js';
import { setUpPhone, showPhone } from './phone.js';
import { setUpSound } from './sound.js';
import { showTrouble } from './trouble.js';
import { addToWire, keepWireSince, resetWire, setUpWire } from './wire.js';

// Everything that changes comes by one stream; the browser opens it again by itself when it breaks.
let setup = { lines: [], people: [] };
const stream = new EventSource('/live/events');
stream.addEventListener('open', () => connected(true));
stream.addEventListener('error', () => connected(false));
stream.addEventListener('setup', event => {
  setup = JSON.parse(event.data);
  if (setup.console) $('console').href = setup.console;
  setUpPhone(setup);
  resetWire();
});
stream.addEventListener('wire', event => addToWire(JSON.parse(event.data)));
stream.addEventListener('room', event => {
  const room = JSON.parse(event.data);
  const line = setup.lines.find(known => known.number === room.phone.line);
  const person = setup.people.find(known => known.nationalId === room.phone.person);
  const rings = ['AwaitingFirstInteraction', 'AwaitingAcknowledgement', 'AwaitingIdentification'].includes(room.handset.status);
  keepWireSince(room.phone.startedAt);
  showPhone(room.phone, line, person);
  showHandset(room.handset, line);
  showAgent(room.agent, room.phone, rings, setup.console);
  showTrouble(room.trouble, room.phone);
  document.querySelector('.jump [href="#handset"]').classList.toggle('waits', rings);
  document.querySelector('.jump [href="#agent"]').classList.toggle('waits', ['ringing', 'talking'].includes(room.agent.status));
});

setUpSound();
setUpWire();

function connected(is) {
  $('lost').hidden = is;
  document.body.toggleAttribute('data-lost', !is);
}
