import { visitingBrokers } from './visitors.ts';

/** A broker of `interop/`, and how to build and start it. */
export interface InteropBroker {
  /** The folder below `interop/`, and the name on the command line. */
  readonly name: string;
  readonly language: string;
  readonly library: string;
  /** The file that pins the version of the library, and the pattern that finds it there. */
  readonly pinned: { readonly file: string; readonly pattern: RegExp };
  /** Commands that must run for the broker to be built; the first line that they print is reported. */
  readonly toolchain: readonly Command[];
  readonly build: readonly Command[];
  readonly start: Command;
}

/** A program and its arguments; `{dir}` stands for the folder in which the broker is built. */
export type Command = readonly [program: string, ...args: string[]];

/** The brokers that this repository holds, each on a public library of its language. */
export const interopBrokers: readonly InteropBroker[] = [
  {
    name: 'go-brokerapi',
    language: 'Go',
    library: 'code.cloudfoundry.org/brokerapi/v13',
    pinned: { file: 'go.mod', pattern: /brokerapi\/v13 (v[\w.]+)/ },
    toolchain: [['go', 'version']],
    build: [['go', 'build', '-o', 'broker', '.']],
    start: ['{dir}/broker'],
  },
  {
    name: 'python-openbrokerapi',
    language: 'Python',
    library: 'openbrokerapi',
    pinned: { file: 'requirements.txt', pattern: /openbrokerapi==([\w.]+)/ },
    toolchain: [['python3', '--version']],
    build: [
      ['python3', '-m', 'venv', 'venv'],
      ['{dir}/venv/bin/pip', 'install', '--quiet', '--disable-pip-version-check', '-r', 'requirements.txt'],
    ],
    start: ['{dir}/venv/bin/python', 'broker.py'],
  },
  {
    name: 'java-spring',
    language: 'Java',
    library: 'spring-cloud-starter-open-service-broker',
    pinned: {
      file: 'pom.xml',
      pattern: /spring-cloud-starter-open-service-broker<\/artifactId>\s*<version>([\w.]+)/,
    },
    toolchain: [
      ['java', '--version'],
      ['mvn', '--version'],
    ],
    build: [['mvn', '--quiet', '--batch-mode', '--no-transfer-progress', 'package']],
    start: ['java', '-Xmx256m', '-jar', 'target/broker.jar'],
  },
];

/** The name under which the findings of a broker are judged. */
export function judgedAs(name: string): string {
  return visitingBrokers.find((broker) => broker.name === name)?.judgedAs ?? name;
}
