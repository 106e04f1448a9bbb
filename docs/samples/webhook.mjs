import { createHmac, timingSafeEqual } from 'node:crypto';

/** Returns the event, or throws. `body` is the raw Buffer, before anything has parsed it. */
export function verify(secrets, headers, body, tolerance = 300) {
  const id = headers['webhook-id'], timestamp = headers['webhook-timestamp'];
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) <= tolerance)) throw new Error('too old, or from the future');
  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
  const given = headers['webhook-signature'].split(' ').map(one => Buffer.from(one));
  for (const secret of secrets) {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    const expected = Buffer.from('v1,' + createHmac('sha256', key).update(signed).digest('base64'));
    if (given.some(one => one.length === expected.length && timingSafeEqual(one, expected))) return JSON.parse(body);
  }
  throw new Error('not signed with our secret');
}
