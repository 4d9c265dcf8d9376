import { expect } from 'chai';
import { earlierLevels } from './generated/earlier-levels.ts';
import { hardCases, isRequirementId, levelAt, requirement, requirements, severityOf } from './ledger.ts';
import { sectionLink } from './sections.ts';
import { apiVersions } from './versions.ts';

describe('spec: ledger', () => {
  it('holds 613 requirements with unique ids, 423 for brokers and 190 for platforms', () => {
    expect(requirements).to.have.length(613);
    expect(new Set(requirements.map((row) => row.id)).size).to.equal(613);
    expect(requirements.filter((row) => row.party === 'broker')).to.have.length(423);
  });

  it('names requirements that exist in each of the 56 hard cases, and hard cases that exist in each requirement', () => {
    expect(hardCases).to.have.length(56);
    const known = new Set(hardCases.map((row) => row.id));
    expect(hardCases.flatMap((row) => row.requirements).filter((id) => !isRequirementId(id))).to.deep.equal(
      [],
    );
    expect(requirements.flatMap((row) => row.hardCases).filter((id) => !known.has(id))).to.deep.equal([]);
  });

  it('knows the level that held before the present one, for every requirement whose level changed', () => {
    const changed = requirements.filter((row) => row.since !== row.levelSince).map((row) => row.id);
    expect([...earlierLevels.keys()]).to.deep.equal(changed);
  });

  const levels: [Parameters<typeof requirement>[0], string, (string | undefined)[]][] = [
    [
      'PROV-200-IDENTICAL',
      'MUST in 2.12 and 2.13 only',
      ['MAY-conditional', 'MUST', 'MUST', 'SHOULD', 'SHOULD', 'SHOULD', 'SHOULD'],
    ],
    [
      'LO-I-DESC-NONEMPTY',
      'suspended in 2.15',
      [undefined, 'MUST', 'MUST', 'MUST', undefined, 'MUST', 'MUST'],
    ],
    [
      'AUTH-TLS',
      'MUST in 2.14 only',
      ['RECOMMENDED', 'RECOMMENDED', 'RECOMMENDED', 'MUST', 'RECOMMENDED', 'RECOMMENDED', 'RECOMMENDED'],
    ],
  ];
  for (const [id, why, expected] of levels) {
    it(`gives ${id} its level per version: ${why}`, () => {
      expect(apiVersions.map((version) => levelAt(requirement(id), version))).to.deep.equal(expected);
    });
  }

  it('never makes a derived requirement an error', () => {
    const derived = requirements.filter((row) => row.basis === 'derived');
    expect(derived.map((row) => severityOf(row, '2.17'))).to.not.include('error');
  });

  it('links a section to its anchor in each version, and to the newest where the version lacks it', () => {
    const blob = 'https://github.com/openservicebrokerapi/servicebroker/blob';
    expect(sectionLink('spec.md#service-offering-object', '2.13')).to.equal(
      `${blob}/v2.13/spec.md#service-objects`,
    );
    expect(sectionLink('spec.md#binding-rotation', '2.14')).to.equal(
      `${blob}/v2.17/spec.md#binding-rotation`,
    );
    expect(sectionLink('spec.md#provisioning')).to.equal(`${blob}/v2.17/spec.md#provisioning`);
  });
});
