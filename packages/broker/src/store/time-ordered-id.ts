import { randomFillSync } from 'node:crypto';

const idBytes = 16;
const pool = Buffer.alloc(idBytes * 256);
let used = pool.length;

/**
 * A UUID of version 7 (RFC 9562): milliseconds, then 74 random bits. Rows whose keys grow are written beside one
 * another, where random keys would touch a page of the index each.
 */
export function timeOrderedId(now: number = Date.now()): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.toString('hex', used, (used += idBytes));
  const time = now.toString(16).padStart(12, '0');
  // The variant has two bits, of which a random digit keeps the lower two.
  const variant = '89ab'[Number.parseInt(random[3] ?? '0', 16) % 4] ?? '8';
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-7${random.slice(0, 3)}-${variant}${random.slice(4, 7)}-${random.slice(8, 20)}`;
}
