// The same step as one writes it with Twilio's own library: Express, the signature checked by the library, the call loaded from Redis,
// moved on, written back if nobody was faster, and the answer made with VoiceResponse.
import express from 'express';
import Redis from 'ioredis';
import twilio from 'twilio';

const { BENCH_PORT, BENCH_REDIS_PORT, BENCH_TOKEN, BENCH_BASE } = process.env;

const redis = new Redis({ port: Number(BENCH_REDIS_PORT), host: '127.0.0.1' });
redis.defineCommand('save', {
  numberOfKeys: 1,
  lua: `
    local version = redis.call('HGET', KEYS[1], 'version') or '0'
    if version ~= ARGV[1] then return redis.call('HGET', KEYS[1], 'call') or '-' end
    redis.call('HSET', KEYS[1], 'version', ARGV[2], 'call', ARGV[3])
    redis.call('PEXPIRE', KEYS[1], ARGV[4])
    return ''`,
});

const keep = 4 * 60 * 60 * 1000;
const words = {
  welcome: 'Velkommen til Nordlys Forsikring.',
  language: 'For norsk, tast 1. For English, press 2.',
  wrong: 'Det var ikke et av valgene.',
  number: 'Tast inn fødselsnummeret ditt, elleve siffer. Tast null for å snakke med en kundebehandler.',
  invalid: 'Det var ikke et gyldig fødselsnummer.',
  connecting: 'Vi setter deg over til en kundebehandler.',
};
const voice = { voice: 'Polly.Ida-Neural', language: 'nb-NO' };

function next(call, path, digits) {
  switch (path) {
    case '/voice/incoming':
      return call;
    case '/voice/language':
      return digits === '1' || digits === '2' ? { ...call, state: 'number', misses: 0 } : { ...call, misses: call.misses + 1 };
    case '/voice/national-id':
      return digits === '0' ? { ...call, state: 'unverified', reason: 'skipped' } : { ...call, misses: call.misses + 1 };
    default:
      return { ...call, state: 'ended' };
  }
}

function answer(call) {
  const response = new twilio.twiml.VoiceResponse();
  if (call.state === 'language' || call.state === 'number') {
    const isNumber = call.state === 'number';
    const gather = response.gather({
      input: 'dtmf', action: `${BENCH_BASE}/voice/${isNumber ? 'national-id' : 'language'}`, method: 'POST',
      timeout: isNumber ? 8 : 5, finishOnKey: isNumber ? '#' : '', numDigits: isNumber ? 11 : 1, actionOnEmptyResult: true,
    });
    gather.say(voice, call.misses === 0 ? words.welcome : isNumber ? words.invalid : words.wrong);
    gather.say(voice, isNumber ? words.number : words.language);
  } else {
    response.say(voice, words.connecting);
    response.dial({ action: `${BENCH_BASE}/voice/agent-leg`, method: 'POST' }).number({ url: `${BENCH_BASE}/voice/whisper` }, '+4722000000');
  }
  return response.toString();
}

const app = express();
app.disable('x-powered-by');
app.set('etag', false);
app.use(express.urlencoded({ extended: false }));
app.post('/voice/:step', async (request, response) => {
  const { path, body } = request;
  if (!twilio.validateRequest(BENCH_TOKEN, request.get('X-Twilio-Signature') ?? '', BENCH_BASE + path, body))
    return response.status(403).end();
  const key = `node:call:${body.CallSid}`;
  const box = await redis.hget(key, 'call');
  const before = box ? JSON.parse(box) : { state: 'language', misses: 0, story: [], version: 0 };
  const moved = next(before, path, body.Digits);
  const version = before.version;
  const after = { ...moved, callSid: body.CallSid, to: body.To, version: version + 1, story: [...moved.story.slice(-19), { what: path, at: Date.now() }] };
  await redis.save(key, String(version), String(after.version), JSON.stringify(after), String(keep));
  if (path === '/voice/status')
    return response.status(204).end();
  response.type('application/xml').send(answer(after));
});
app.listen(Number(BENCH_PORT), '127.0.0.1', () => console.log('ready'));
// Ends with whoever started it.
process.stdin.on('end', () => process.exit(0)).resume();
