import ajvFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { exploreBroker } from '../explore/explore.ts';
import { runMatrix } from '../matrix/matrix.ts';
import { replayReport } from '../replay/replay.ts';
import { runConformance } from '../run.ts';
import { modelCredentials, startModelBroker } from '../testing/model-broker.ts';
import { explorationSchema, matrixSchema, replaySchema } from './mode-schemas.ts';

describe('conformance: schemas of explorations, matrices and replays', function () {
  this.timeout(60_000);
  const ajv = new Ajv2020({ allErrors: true });
  ajvFormats.default(ajv);

  const describes = (schema: object, value: unknown) => {
    const validate = ajv.compile(schema);
    // As it is written: without what is undefined.
    const written: unknown = JSON.parse(JSON.stringify(value));
    expect(validate(written), ajv.errorsText(validate.errors)).to.equal(true);
    expect(validate({ ...(written as object), extra: true })).to.equal(false);
    expect(validate({ ...(written as object), format: 99 })).to.equal(false);
  };

  it('describe what the modes write about a broker with a defect', async () => {
    const broker = await startModelBroker({
      before: (request, state) =>
        request.headers['x-broker-api-version'] === '2.13' ? { status: 412, body: {} } : state.model(request),
      after: (answer, { route }) =>
        route === 'deprovision' && answer.status === 410 ? { ...answer, status: 404 } : answer,
    });
    try {
      const options = {
        url: broker.url,
        auth: modelCredentials,
        fastPoll: true,
        plans: ['small'],
        seed: 1,
        only: ['deprovisioning/*', 'provisioning/creates-an-instance'],
      };
      const exploration = await exploreBroker({ ...options, steps: 200 });
      expect(exploration.findings).to.not.deep.equal([]);
      describes(explorationSchema, exploration);
      const matrix = await runMatrix(options);
      expect(matrix.columns.some((column) => 'refused' in column)).to.equal(true);
      expect(matrix.rows).to.not.deep.equal([]);
      describes(matrixSchema, matrix);
      const report = await runConformance(options);
      describes(replaySchema, await replayReport(report, { auth: modelCredentials, fastPoll: true }));
    } finally {
      await broker.close();
    }
  });
});
