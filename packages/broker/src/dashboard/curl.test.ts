import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { curlCommand } from './curl.ts';

/** The words that a shell makes of a command. */
function words(command: string): readonly string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  const env = { OSB_URL: 'http://b', OSB_USERNAME: 'u', OSB_PASSWORD: 'p w' };
  return execFileSync('sh', ['-c', script], { env }).toString().split('\0').slice(0, -1);
}

describe('the command that repeats a request', () => {
  it('is what a shell reads as that request', () => {
    const body = { parameters: { text: `'; rm -rf / #"$(id)\`id\`\n` } };
    const value = { user_id: "o'neill" };
    expect(
      words(
        curlCommand({
          method: 'PUT',
          target: '/v2/service_instances/__proto__%27?accepts_incomplete=true&x=$HOME',
          requestIdentity: 'r',
          originatingIdentity: { platform: 'cloudfoundry', value },
          body,
        }),
      ),
    ).to.deep.equal([
      '-u',
      'u:p w',
      '-X',
      'PUT',
      'http://b/v2/service_instances/__proto__%27?accepts_incomplete=true&x=$HOME',
      '-H',
      'X-Broker-API-Version: 2.17',
      '-H',
      `X-Broker-API-Originating-Identity: cloudfoundry ${Buffer.from(JSON.stringify(value)).toString('base64')}`,
      '-H',
      'Content-Type: application/json',
      '--data-raw',
      JSON.stringify(body),
    ]);
  });

  it('has no body when the request had none', () => {
    const parts = { requestIdentity: undefined, originatingIdentity: undefined, body: undefined };
    expect(words(curlCommand({ method: 'DELETE', target: "/v2/a'b", ...parts }))).to.deep.equal([
      '-u',
      'u:p w',
      '-X',
      'DELETE',
      "http://b/v2/a'b",
      '-H',
      'X-Broker-API-Version: 2.17',
    ]);
  });
});
