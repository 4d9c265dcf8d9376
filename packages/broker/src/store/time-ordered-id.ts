import { randomBytes } from 'node:crypto';

const digitsOfId = 18;
const idsAtOnce = 256;
const mostInOrder = 0xfff;
/** Random hexadecimal digits, drawn for many ids at once. */
let pool = '';
let used = 0;
/** The newest millisecond that ids were made for, as digits, and how many were. */
let latest = { at: -1, digits: '', made: 0 };

/**
 * A UUID of version 7 (RFC 9562): milliseconds, a counter that keeps the ids of one millisecond in order (as far as
 * 4095 of them), and 62 random bits. Rows whose keys grow are written beside one another, where random keys would
 * touch a page of the index each.
 */
export function timeOrderedId(now: number = Date.now()): string {
  if (used === pool.length) {
    pool = randomBytes((digitsOfId / 2) * idsAtOnce).toString('hex');
    used = 0;
  }
  const random = pool.slice(used, (used += digitsOfId));
  if (now > latest.at) latest = { at: now, digits: timeDigits(now), made: 0 };
  const counted = now === latest.at && latest.made <= mostInOrder;
  const order = counted ? (latest.made++).toString(16).padStart(3, '0') : `f${random.slice(16)}`;
  const digits = now === latest.at ? latest.digits : timeDigits(now);
  // The variant has two bits, of which a random digit keeps the lower two.
  const variant = '89ab'[Number.parseInt(random[0] ?? '0', 16) % 4] ?? '8';
  return `${digits}-7${order}-${variant}${random.slice(1, 4)}-${random.slice(4, 16)}`;
}

function timeDigits(now: number): string {
  const time = now.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}`;
}
