import { type Kysely, type Migration, sql } from 'kysely';
import type { Database } from '../store/database.ts';

/** What the transactional service of the crash test keeps in the broker's database. */
export interface NoteTables {
  readonly note: { instance_id: string };
}

export const noteMigrations: Readonly<Record<string, Migration>> = {
  '0001_note': {
    up: async (db: Kysely<unknown>) => {
      await db.schema.createTable('note').addColumn('instance_id', 'text').execute();
    },
  },
};

/** Instances without the one note that was made with them, and notes without their instance. */
export async function halfMade(database: Database): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string; notes: number }>`
    select i.id as id, (select count(*) from note where instance_id = i.id) as notes
    from osb_instance as i where i.plan_id = 'now'
    union all select n.instance_id as id, 0 as notes
    from note as n where not exists (select 1 from osb_instance as i where i.id = n.instance_id)`.execute(
    database.reader(),
  );
  return rows.filter(({ notes }) => notes !== 1).map(({ id, notes }) => `${id}: ${String(notes)} notes`);
}
