import type { RunOptions } from '@osb-kit/conformance';

/** A broker that this repository does not hold: tested where somebody runs it, or started as somebody built it. */
export interface VisitingBroker {
  readonly name: string;
  readonly language: string;
  readonly library: string;
  readonly version: string;
  /** The name under which `interop/judgements.yaml` holds what was made of its findings. */
  readonly judgedAs: string;
  /** How it is started from the folder in which it was built; absent where it is only tested as it runs. */
  readonly start?: StartOfVisitor;
}

/** The start of a visiting broker with `interop/FOLDER/start.sh`. */
export interface StartOfVisitor {
  readonly folder: string;
  /** In front of /v2. */
  readonly path?: string;
  /** User and password that are fixed in its source. */
  readonly credentials?: { readonly username: string; readonly password: string };
  /** What it needs of a platform. */
  readonly options?: Partial<RunOptions>;
}

const overview = {
  language: 'Node',
  library: 'cloudfoundry/overview-broker',
  judgedAs: 'overview-broker',
} as const;

const javaOsb = {
  language: 'Java',
  library: 'fmui/java-osb',
  judgedAs: 'java-osb',
} as const;

/** What is known of brokers that others wrote. */
export const visitingBrokers: readonly VisitingBroker[] = [
  { ...overview, name: 'overview-broker', version: '3b2c197 (January 2025), as it comes' },
  { ...overview, name: 'overview-broker-sync', version: '3b2c197 (January 2025), with RESPONSE_MODE=sync' },
  {
    ...overview,
    name: 'overview-broker-all',
    version: '3b2c197 (January 2025), with all optional offerings and example schemas',
  },
  {
    name: 'worlds-simplest',
    language: 'Go',
    library: 'cloudfoundry-community/worlds-simplest-service-broker',
    version: '14fd973 (February 2020)',
    judgedAs: 'worlds-simplest',
    start: { folder: 'worlds-simplest' },
  },
  {
    ...javaOsb,
    name: 'java-osb-sync',
    version: '7aecf29 (September 2018), its synchronous example',
    start: {
      folder: 'java-osb',
      path: '/broker/sync',
      credentials: { username: 'username', password: 'password' },
    },
  },
  {
    ...javaOsb,
    name: 'java-osb-async',
    version: '7aecf29 (September 2018), its asynchronous example',
    start: {
      folder: 'java-osb',
      path: '/broker/async',
      credentials: { username: 'username', password: 'password' },
    },
  },
  {
    name: 'openservicebrokerapi-java',
    language: 'Java',
    library: 'alexvaitsekhovich/openservicebrokerapi',
    version: 'b40983a (June 2021)',
    judgedAs: 'openservicebrokerapi-java',
    start: {
      folder: 'openservicebrokerapi-java',
      credentials: { username: 'immomio', password: 'immomio' },
    },
  },
  {
    name: 'onboarding-osb-node',
    language: 'Node',
    library: 'IBM/onboarding-osb-node',
    version: 'a3983f3 (May 2025), with PostgreSQL',
    judgedAs: 'onboarding-osb-node',
    start: {
      folder: 'onboarding-osb-node',
      credentials: { username: 'interop', password: 'interop' },
      options: {
        platform: 'ibmcloud',
        headers: {
          'X-Bluemix-Region': 'us-south',
          // It demands the user of a provision, which a finding tells; with one, the rest can be seen.
          'X-Broker-API-Originating-Identity': 'ibmcloud eyJpYW1faWQiOiJJQk1pZC0yNzAwMDJFM0Y1In0=',
        },
      },
    },
  },
];
