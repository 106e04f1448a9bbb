import { $, post } from './dom.js';

// A browser that has no voice for a language says nothing, and the simulator's own pace counts.
const Low = [697, 770, 852, 941];
const High = [1209, 1336, 1477];
const Keys = '123456789*0#';

let muted = localStorage.getItem('sound') === 'off';
let speaking = null;
let context = null;
const music = new Audio();
music.loop = true;
music.volume = 0.4;
let quieting = 0;

export function setUpSound() {
  const button = $('sound');
  const show = () => button.setAttribute('aria-pressed', String(!muted));
  button.addEventListener('click', () => {
    muted = !muted;
    localStorage.setItem('sound', muted ? 'off' : 'on');
    if (muted) silence();
    show();
  });
  show();
}

export const isMuted = () => muted;

/** The voice whose language is nearest; Norwegian goes by two names. */
export function voiceFor(language) {
  const voices = window.speechSynthesis?.getVoices() ?? [];
  const wanted = language.toLowerCase();
  const family = wanted.startsWith('nb') ? ['nb', 'no'] : [wanted.slice(0, 2)];
  const of = voice => voice.lang.replace('_', '-').toLowerCase();
  return voices.find(voice => of(voice) === wanted) ?? voices.find(voice => family.includes(of(voice).slice(0, 2)));
}

/** Speaks a caption, and tells the call when the voice begins and ends. False where there is no voice. */
export function say(caption) {
  if (speaking === caption.id) return true;
  hush();
  const voice = voiceFor(caption.language);
  if (!voice) return false;
  if (muted) return true;
  speaking = caption.id;
  const words = new SpeechSynthesisUtterance(caption.slow ? `${caption.text.split(' ').join(', ')}.` : caption.text);
  words.voice = voice;
  words.lang = voice.lang;
  words.rate = caption.slow ? 0.8 : 1;
  words.onstart = () => post('spoken', { id: caption.id, ended: false });
  words.onend = words.onerror = () => post('spoken', { id: caption.id, ended: true });
  window.speechSynthesis.speak(words);
  return true;
}

export function hush() {
  if (speaking === null) return;
  speaking = null;
  window.speechSynthesis?.cancel();
}

/** Plays the service's own music where it stopped; between two rounds of waiting it does not stop. */
export function play(path) {
  clearTimeout(quieting);
  if (!path || muted) {
    quieting = setTimeout(() => music.pause(), 350);
    return;
  }

  const source = `/live/audio/${path.split('/').pop()}`;
  if (!music.src.endsWith(source)) music.src = source;
  music.play().catch(() => {});
}

export function silence() {
  hush();
  clearTimeout(quieting);
  music.pause();
}

/** The two tones of a key (ITU-T Q.23). */
export function tone(key) {
  const place = Keys.indexOf(key);
  if (place >= 0) beep([Low[Math.floor(place / 3)], High[place % 3]], 0.12, 0.05);
}

/** The app rings. */
export function chime() {
  beep([880], 0.12, 0.06);
  setTimeout(() => beep([1174.7], 0.2, 0.06), 140);
}

function beep(frequencies, seconds, volume) {
  if (muted) return;
  context ??= new AudioContext();
  const gain = context.createGain();
  gain.gain.setValueAtTime(volume, context.currentTime);
  gain.gain.exponentialRampToValueAtTime(0.0001, context.currentTime + seconds);
  gain.connect(context.destination);
  for (const frequency of frequencies) {
    const oscillator = context.createOscillator();
    oscillator.frequency.value = frequency;
    oscillator.connect(gain);
    oscillator.start();
    oscillator.stop(context.currentTime + seconds);
  }
}
