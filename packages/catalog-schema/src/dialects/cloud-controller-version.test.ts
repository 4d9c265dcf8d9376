import { expect } from 'chai';

import { withPlan } from '../engine/samples.ts';
import { validateCatalog } from '../validate.ts';
import {
  modelledCloudController,
  oldestCloudController,
  readCloudControllerVersion,
  takesDraft06,
} from './cloud-controller-version.ts';
import { examineAsCloudController } from './examine-as-cloud-controller.ts';
import { renderCloudControllerMessage } from './render-cloud-controller-message.ts';

const withSchema = (parameters: unknown) =>
  withPlan({ schemas: { service_binding: { create: { parameters } } } });
const sixth = withSchema({ $schema: 'http://json-schema.org/draft-06/schema#', type: 'object' });

describe('dialects: versions of Cloud Controller', () => {
  for (const [version, takes] of [
    ['3.95.0', true],
    ['3.109.0', true],
    ['3.110.0', false],
    ['3.112.0', false],
    ['3.115.9', false],
    ['3.116.0', true],
    ['3.228.0', true],
  ] as const) {
    it(`${version} ${takes ? 'takes' : 'refuses'} draft-06`, () => {
      expect(takesDraft06(version)).to.equal(takes);
      const said = renderCloudControllerMessage(examineAsCloudController(sixth, { apiVersion: version }));
      expect(said.includes('Custom meta schemas are not supported.')).to.equal(!takes);
      const result = validateCatalog(sixth, { profiles: ['cloudfoundry'], platformVersion: version });
      expect(result.valid).to.equal(takes);
      expect(result.notes.join().includes('Schemas of draft-06 are taken')).to.equal(takes);
    });
  }

  it('which had another address for draft 6 took that one', () => {
    const other = withSchema({ $schema: 'http://json-schema.org/draft/schema#', type: 'object' });
    expect(examineAsCloudController(other, { apiVersion: '3.112.0' })).to.deep.equal([]);
    expect(examineAsCloudController(other)).to.have.length(1);
  });

  it('are not told of draft-04', () => {
    const fourth = withSchema({ $schema: 'http://json-schema.org/draft-04/schema#', type: 'object' });
    const options = { profiles: ['cloudfoundry'], platformVersion: '3.112.0' } as const;
    const { findings, notes } = validateCatalog(fourth, options);
    expect([...findings, ...notes]).to.deep.equal([]);
  });

  for (const [text, standing] of [
    ['3.115.0', { kind: 'known', version: '3.115.0' }],
    [' v3.115 ', { kind: 'known', version: '3.115.0' }],
    [oldestCloudController, { kind: 'known', version: oldestCloudController }],
    [modelledCloudController.apiVersion, { kind: 'known', version: '3.228.0' }],
    ['3.1000.0', { kind: 'newer', version: '3.1000.0' }],
  ] as const) {
    it(`"${text}" is ${standing.kind}`, () =>
      expect(readCloudControllerVersion(text)).to.deep.equal(standing));
  }
  for (const [text, why] of [
    ['3.94.9', /older than what is known/],
    ['1.123.0', /release of CAPI/],
    ['2.17', /no version of the API 3/],
    ['latest', /is no version/],
  ] as const) {
    it(`"${text}" is of no use, and why is said`, () => {
      const standing = readCloudControllerVersion(text);
      expect(standing).to.include({ kind: 'unusable' });
      expect(standing.kind === 'unusable' && standing.why)
        .to.match(why)
        .and.match(/cf api/);
    });
  }

  it('newer than the modelled one are judged by it, which is said', () => {
    const options = { profiles: ['cloudfoundry'], platformVersion: '3.300.0' } as const;
    expect(validateCatalog(withPlan({}), options).notes.join()).to.match(/newer than the modelled 3\.228\.0/);
  });
});
