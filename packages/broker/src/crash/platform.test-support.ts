import { randomUUID } from 'node:crypto';
import { type Answer, createClient, pause } from '../client.test-support.ts';
import type { Json } from '../json.ts';
import { text } from '../reference/reference.test-support.ts';

/** What was acknowledged about a binding. */
interface KnownBinding {
  readonly id: string;
  readonly credentials: Json;
}

/** What was acknowledged about an instance. */
interface Known {
  readonly id: string;
  readonly plan: 'now' | 'later';
  number: number;
  binding: KnownBinding | undefined;
  present: boolean;
}

/** A platform that never gives up on a request, and remembers all that was acknowledged. */
export interface Platform {
  /** Does one random thing after the other until `stop` is called. */
  run(): Promise<void>;
  stop(): void;
  /** What does not agree with what was acknowledged; empty when all is accounted for. */
  audit(): Promise<readonly string[]>;
  readonly acknowledged: {
    instances: number;
    bindings: number;
    operations: number;
    deleted: number;
    resent: number;
  };
}

const patience = 1500;

/** `urls` answers where replicas listen at the moment. */
export function createPlatform(urls: () => readonly string[], seed: number): Platform {
  const random = pseudoRandom(seed);
  const known: Known[] = [];
  const complaints: string[] = [];
  const acknowledged = { instances: 0, bindings: 0, operations: 0, deleted: 0, resent: 0 };
  let stopped = false;

  /** Sends until there is an answer that says something. */
  const insist = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    for (let tries = 0; tries < patience; tries += 1) {
      const all = urls();
      const url = all[Math.floor(random() * all.length)] ?? '';
      try {
        const answer = await createClient(url).send(method, path, { body });
        const busy = answer.status === 422 && answer.body['error'] === 'ConcurrencyError';
        if (answer.status < 500 && !busy) return answer;
      } catch {
        acknowledged.resent += 1;
      }
      await pause(10);
    }
    throw new Error(`${method} ${path} was never answered.`);
  };

  /** The end of an operation that was acknowledged with 202. */
  const end = async (path: string, answer: Answer): Promise<string> => {
    const { operation } = answer.body;
    acknowledged.operations += 1;
    for (let tries = 0; tries < patience; tries += 1) {
      const last = await insist('GET', `${path}/last_operation?operation=${text(operation)}`);
      if (last.status !== 200) return `last_operation was answered ${String(last.status)} ${last.text}`;
      if (last.body['state'] !== 'in progress') return text(last.body['state']);
      await pause(5);
    }
    return 'never ended';
  };

  const mutate = async (
    method: string,
    path: string,
    body: unknown,
    good: readonly number[],
  ): Promise<Answer> => {
    const answer = await insist(method, path, body);
    if (answer.status === 202) {
      const state = await end(path.split('?')[0] ?? '', answer);
      if (state !== 'succeeded') complaints.push(`${method} ${path}: 202, then ${state}`);
    } else if (!good.includes(answer.status)) {
      complaints.push(`${method} ${path}: ${String(answer.status)} ${answer.text}`);
    }
    return answer;
  };

  const ids = ({ plan }: Known) => ({ service_id: 'crash', plan_id: plan });
  const query = (of: Known) => `accepts_incomplete=true&service_id=crash&plan_id=${of.plan}`;
  const path = ({ id }: Known) => `/v2/service_instances/${id}`;

  const provision = async () => {
    const of: Known = {
      id: randomUUID(),
      plan: random() < 0.5 ? 'now' : 'later',
      number: 0,
      binding: undefined,
      present: true,
    };
    const body = { ...ids(of), organization_guid: 'o', space_guid: 's', parameters: { number: 0 } };
    await mutate('PUT', `${path(of)}?accepts_incomplete=true`, body, [200, 201]);
    known.push(of);
    acknowledged.instances += 1;
  };

  const update = async (of: Known) => {
    const number = of.number + 1;
    await mutate(
      'PATCH',
      `${path(of)}?accepts_incomplete=true`,
      { ...ids(of), parameters: { number } },
      [200],
    );
    of.number = number;
  };

  const bind = async (of: Known) => {
    const id = randomUUID();
    const at = `${path(of)}/service_bindings/${id}`;
    const answer = await mutate('PUT', `${at}?accepts_incomplete=true`, ids(of), [200, 201]);
    const shown = answer.status === 202 ? await insist('GET', at) : answer;
    of.binding = { id, credentials: shown.body['credentials'] ?? null };
    acknowledged.bindings += 1;
  };

  const unbind = async (of: Known, { id }: KnownBinding) => {
    const at = `${path(of)}/service_bindings/${id}`;
    await mutate('DELETE', `${at}?${query(of)}`, undefined, [200, 410]);
    of.binding = undefined;
    const after = await insist('GET', at);
    if (after.status !== 404) complaints.push(`${at}: there after it was deleted`);
  };

  const deprovision = async (of: Known) => {
    of.present = false;
    await mutate('DELETE', `${path(of)}?${query(of)}`, undefined, [200, 410]);
    acknowledged.deleted += 1;
  };

  const check = async (of: Known) => {
    const answer = await insist('GET', path(of));
    const expected = of.present ? 200 : 404;
    if (answer.status !== expected)
      complaints.push(`${path(of)}: ${String(answer.status)}, not ${String(expected)}`);
    else if (
      of.present &&
      JSON.stringify(answer.body['parameters']) !== JSON.stringify({ number: of.number })
    ) {
      complaints.push(`${path(of)}: ${answer.text}, not number ${String(of.number)}`);
    }
    if (of.binding === undefined) return;
    const at = `${path(of)}/service_bindings/${of.binding.id}`;
    const bound = await insist('GET', at);
    if (JSON.stringify(bound.body['credentials']) !== JSON.stringify(of.binding.credentials)) {
      complaints.push(`${at}: ${bound.text}, not the credentials that were acknowledged`);
    }
  };

  const step = async () => {
    const present = known.filter((one) => one.present);
    const of = present[Math.floor(random() * present.length)];
    const choice = random();
    if (of === undefined || choice < 0.4) await provision();
    else if (choice < 0.55) await update(of);
    else if (of.binding !== undefined) await unbind(of, of.binding);
    else if (choice < 0.85) await bind(of);
    else await deprovision(of);
  };

  return {
    acknowledged,
    run: async () => {
      while (!stopped) await step();
    },
    stop: () => {
      stopped = true;
    },
    audit: async () => {
      for (const one of known) await check(one);
      return complaints;
    },
  };
}

/** Mulberry32: small, and the same for the same seed. */
function pseudoRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
