import { expect } from 'chai';
import { createBroker } from './broker.ts';
import { defineService } from './catalog/define-service.ts';
import { createClient, expectAnswer, testUser } from './client.test-support.ts';
import { isJsonObject, type JsonObject } from './json.ts';
import { stderrLogger } from './logger.ts';
import { order, path, workshop } from './workshop.test-support.ts';

describe('the log of a broker that is given none', () => {
  const { open } = workshop();
  const { write } = process.stderr;
  let written = '';

  beforeEach(() => {
    written = '';
    process.stderr.write = (chunk: unknown) => {
      written += String(chunk);
      return true;
    };
  });
  afterEach(() => {
    process.stderr.write = write;
  });
  const lines = () =>
    written
      .split('\n')
      .slice(0, -1)
      .map((line): JsonObject => {
        const parsed: unknown = JSON.parse(line);
        return isJsonObject(parsed) ? parsed : {};
      });
  const failureOf = (line: JsonObject | undefined): JsonObject => {
    const failure = line?.['err'];
    return isJsonObject(failure) ? failure : {};
  };

  it('has the reason of a failure, with what led to it and without what was sent', async () => {
    const { store } = await open();
    const cause = Object.assign(new Error('The disk is full.'), { code: 'ENOSPC', sent: 'secret words' });
    const service = defineService({
      id: 's',
      name: 's',
      description: 's',
      plans: [{ id: 'p', name: 'p', description: 'p' }],
      provision: () => {
        throw new Error('The beans are out.', { cause });
      },
      deprovision: () => undefined,
    });
    const broker = await createBroker({ services: [service], store, authentication: [testUser] });
    const { send } = createClient(await broker.listen());
    expectAnswer(await send('GET', '/v2/catalog'), 200);
    expect(written).to.equal('');
    const body = { ...order, parameters: { password: 'secret words' } };
    expectAnswer(await send('PUT', path, { body }), 500, 'InternalError');
    await broker.close();
    const line = lines().find(({ message }) => message === 'a handler failed');
    expect(line).to.include({ level: 'error', instance: 'i', kind: 'provision' });
    expect(failureOf(line)).to.include({ name: 'Error', message: 'The beans are out.' });
    expect(failureOf(line)['stack']).to.contain('logger.test.ts');
    expect(failureOf(line)['cause']).to.include({ message: 'The disk is full.', code: 'ENOSPC' });
    expect(written).to.not.contain('secret words');
  });

  it('takes whatever is thrown, and ends where causes go in circles', () => {
    const circular = new Error('round');
    circular.cause = circular;
    const several = new AggregateError([new Error('one'), 2], 'several');
    for (const err of ['text', 3, null, Object.create(null), { secret: 1 }, Symbol('s'), circular, several]) {
      stderrLogger.warn({ err }, 'thrown');
    }
    stderrLogger.info({}, 'never seen');
    const shown = lines().map(({ err, level }) => [level, isJsonObject(err) ? err['message'] : err]);
    const texts = [
      'text',
      '3',
      'not an Error',
      'not an Error',
      'not an Error',
      'Symbol(s)',
      'round',
      'several',
    ];
    expect(shown).to.deep.equal(texts.map((text) => ['warn', text]));
    const errors = failureOf(lines().at(-1))['errors'];
    expect(Array.isArray(errors) && isJsonObject(errors[0]) && errors[0]['message']).to.equal('one');
    expect(written).to.not.contain('secret');
  });
});
