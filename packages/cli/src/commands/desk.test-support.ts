import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  modelCredentials,
  startModelBroker,
  type ModelBroker,
} from '../../../conformance/src/testing/model-broker.ts';
import type { ModelOptions } from '../../../conformance/src/testing/model-types.ts';

export const credentials = {
  OSB_USERNAME: modelCredentials.username,
  OSB_PASSWORD: modelCredentials.password,
} as const;

interface Desk {
  /** The folder of the test. */
  readonly cwd: string;
  /** Credentials of the brokers, and a state folder of the test's own. */
  readonly env: Record<string, string>;
  /** Starts a broker, which is stopped after the test. */
  readonly start: (options?: ModelOptions) => Promise<ModelBroker>;
  /** Files of the journals that runs have left. */
  readonly journals: () => readonly string[];
}

/** A place to run `osb test` from, cleaned up after each test. */
export function testDesk(): Desk {
  let cwd = '';
  const brokers: ModelBroker[] = [];
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'osb-modes-'));
  });
  afterEach(async () => {
    await Promise.all(brokers.splice(0).map((broker) => broker.close()));
    await rm(cwd, { recursive: true, force: true });
  });
  return {
    get cwd() {
      return cwd;
    },
    get env() {
      return { ...credentials, XDG_STATE_HOME: cwd };
    },
    start: async (options) => {
      const broker = await startModelBroker(options);
      brokers.push(broker);
      return broker;
    },
    journals: () => (existsSync(join(cwd, 'osb-kit')) ? readdirSync(join(cwd, 'osb-kit')) : []),
  };
}
