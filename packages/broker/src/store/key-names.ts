import { sql } from 'kysely';
import type { EncryptionKey } from './cipher.ts';
import type { Database } from './database.ts';
import type { BrokerTables } from './schema.ts';

const entry = 'encryption_keys';

/**
 * Notes under which key this process is going to write, and throws where the store holds what none of its keys opens:
 * better no broker than one that fails for the instances it has and seals new ones under another key.
 */
export async function checkKeys(
  database: Database,
  keys: readonly [EncryptionKey, ...EncryptionKey[]],
): Promise<void> {
  const given = new Set(keys.map(({ name }) => name));
  await database.write<BrokerTables, undefined>(entry, async (db) => {
    const row = await db.selectFrom('osb_meta').select('value').where('key', '=', entry).executeTakeFirst();
    const names = row?.value.split(' ') ?? [];
    const missing = names.filter((name) => !given.has(name));
    if (missing.length > 0) {
      throw new RangeError(
        `The store holds data that is sealed with the encryption key ${missing.map((name) => `"${name}"`).join(', ')}, which is not among the keys given (${[...given].join(', ')}). Add that key, behind the one to write with.`,
      );
    }
    const [{ name: current }] = keys;
    if (names.includes(current)) return undefined;
    const value = [...names, current].join(' ');
    await db
      .insertInto('osb_meta')
      .values({ key: entry, value })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
      .execute();
    return undefined;
  });
}

/** Notes that all is sealed under one key now. */
export async function forgetOtherKeys(database: Database, { name }: EncryptionKey): Promise<void> {
  await database.write<BrokerTables, undefined>(entry, async (db) => {
    await sql`update osb_meta set value = ${name} where key = ${entry}`.execute(db);
    return undefined;
  });
}
