import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Child } from './child.ts';
import type { Load } from './load.ts';

/** SAP's framework for brokers on Express, under SAP's licence: it is installed when somebody asks for it by name. */
export const framework = '@sap/sbf@6.11.2';

/** A public broker, and the load that provisions with its first plan. */
export interface Rival {
  readonly name: string;
  readonly child: Child;
  readonly load: Load;
}

/** Where a broker on the framework is installed and started. */
export interface RivalHome {
  readonly folder: string;
  readonly beside: (name: string, ...args: string[]) => Promise<Child>;
}

/** Starts a broker on the framework for `sbf`; any other name is the URL, with user and password, of a broker that runs. */
export async function openRival(named: string, provision: Load, home: RivalHome): Promise<Rival> {
  const [name, child, user] =
    named === 'sbf' ? await frameworkBroker(home) : runningBroker('the visitor', new URL(named));
  const headers = { ...provision.headers, authorization: `Basic ${Buffer.from(user).toString('base64')}` };
  const body = JSON.stringify({ ...bodyOf(provision), ...(await firstPlan(child.url, headers)) });
  return { name, child, load: { ...provision, headers, body } };
}

type Opened = readonly [name: string, child: Child, user: string];

async function frameworkBroker({ folder, beside }: RivalHome): Promise<Opened> {
  const home = join(folder, 'sbf');
  mkdirSync(home);
  writeFileSync(join(home, 'package.json'), '{ "private": true }');
  // None of its scripts is run.
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', framework], {
    cwd: home,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const password = randomUUID();
  return [framework, await beside('sbf-broker', home, 'bench', password), `bench:${password}`];
}

/** A process that others started tells no processor time. */
function runningBroker(name: string, { origin, username, password }: URL): Opened {
  const unknown = () => NaN;
  const stop = () => Promise.resolve();
  return [
    name,
    { url: origin, startedMs: NaN, cpuMs: unknown, residentMiB: unknown, stop },
    `${username}:${password}`,
  ];
}

function bodyOf({ body = '{}' }: Load): object {
  return JSON.parse(body) as object;
}

async function firstPlan(
  url: string,
  headers: Record<string, string>,
): Promise<{ service_id: string; plan_id: string }> {
  const response = await fetch(`${url}/v2/catalog`, { headers });
  // A broker's catalog has this shape.
  const { services } = (await response.json()) as { services: { id: string; plans: { id: string }[] }[] };
  return { service_id: services[0]?.id ?? '', plan_id: services[0]?.plans[0]?.id ?? '' };
}
