import { expect } from 'chai';
import { hostileReport, sampleReport } from '../reporting/sample-report.test-support.ts';
import { renderGithub } from './github.ts';

interface WorkflowCommand {
  readonly command: string;
  readonly title: string;
  readonly message: string;
}

/** Reads workflow commands as the runner does: a line, its properties, and its data, each decoded. */
function read(text: string): WorkflowCommand[] {
  const decode = (part: string) =>
    part.replaceAll(/%(25|0D|0A|3A|2C)/g, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [, command = '', title = '', message = ''] = /^::(\w+) title=([^:,]*)::(.*)$/.exec(line) ?? [];
      expect(command, line).not.to.equal('');
      return { command, title: decode(title), message: decode(message) };
    });
}

describe('conformance: GitHub workflow commands', () => {
  const commands = read(renderGithub(sampleReport()));

  it('makes failures errors, what is in the way or advised warnings, and ends with the verdict', () => {
    expect(commands.map(({ command, title }) => `${command} ${title}`)).to.deep.equal([
      'error MUST PROV-409-PLAN: provisioning/conflict-on-different-plan, db / small',
      'warning errored: deprovisioning/unknown, db / small',
      'warning blocked: binding/repeat, db / large',
      'warning SHOULD ERR-ERROR-CAMEL: errors/describes, db / large',
      'warning Left on the broker',
      'warning Left on the broker',
      'error Not conformant, OSBAPI 2.17',
    ]);
  });

  it('says expected, actual and because on lines of the message', () => {
    expect(commands[0]?.message).to.contain(
      '\nExpected 409 Conflict\nActual 200 OK\nBecause the instance exists',
    );
  });

  it('lets hostile text start no command of its own', () => {
    const text = renderGithub(hostileReport());
    for (const { command, message } of read(text)) {
      expect(command).to.be.oneOf(['error', 'warning', 'notice']);
      expect(message).not.to.match(/\p{Surrogate}/u);
    }
    expect(text).to.contain('%250A'); // the text "%0A" of the broker, not a line feed
  });

  it('is a notice when the broker is conformant', () => {
    const [only] = read(renderGithub(sampleReport({ results: [], conclusion: 'conformant', leftovers: [] })));
    expect(only?.command).to.equal('notice');
  });
});
