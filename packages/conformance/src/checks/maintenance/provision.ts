import { errorCodeOf, isSuccess } from '../../engine/answer.ts';
import { defineCheck } from '../../engine/check.ts';
import { catalogKeeps, unmatchedVersion } from '../../judgements/maintenance.ts';
import { maintainedPlan } from '../../preconditions/plans.ts';

/** A platform that saw another catalog is told so. */
export const provisionConflict = defineCheck({
  id: 'maintenance/provision-of-another-version',
  title: 'A provision that names another maintenance version is refused with 422 MaintenanceInfoConflict.',
  requirements: ['PROV-422-MAINT', 'PROV-422-MAINT-CODE', 'ERR-CODES-EXACT'],
  given: maintainedPlan,
  async run({ given: { plan, version }, broker, arrange, expect }) {
    const id = arrange.freshId();
    const body = { ...arrange.provisionBody(plan), maintenance_info: { version: unmatchedVersion } };
    const answer = await broker.provision(id, body);
    await arrange.follow(plan, answer, { instanceId: id }, 'create');
    expect.enough(await catalogKeeps(broker, plan, version), 'The catalog has changed meanwhile.');
    const because = `the version of the plan is "${version}" and the request names "${unmatchedVersion}"`;
    const isExact = answer.status === 422 && errorCodeOf(answer) === 'MaintenanceInfoConflict';
    // A broker that provisions nothing has other reasons.
    if (!isExact) await arrange.instance(plan);
    expect(answer).status(422, because);
    expect(answer, 'PROV-422-MAINT-CODE').errorCode('MaintenanceInfoConflict', because);
  },
});

/** The version of the catalog is the right one to name. */
export const provisionMatch = defineCheck({
  id: 'maintenance/provision-of-the-current-version',
  title: 'A provision that names the maintenance version of the catalog succeeds.',
  requirements: ['PROV-MAINT-MATCH-OK', 'PROV-MAINT-OTHER-FIELDS'],
  given: maintainedPlan,
  async run({ given: { plan, version }, broker, arrange, expect }) {
    const provision = async (info: object) => {
      const id = arrange.freshId();
      const answer = await broker.provision(id, { ...arrange.provisionBody(plan), maintenance_info: info });
      await arrange.follow(plan, answer, { instanceId: id }, 'create');
      if (isSuccess(answer)) return answer;
      expect.enough(await catalogKeeps(broker, plan, version), 'The catalog has changed meanwhile.');
      await arrange.instance(plan);
      return answer;
    };
    const same = 'the same request without maintenance_info succeeds';
    const exact = await provision({ version });
    expect(exact).status('2xx', `the version is that of the catalog, "${version}", and ${same}`);
    const description = 'Not the description of the catalog.';
    const other = await provision({ version, description });
    expect(other, 'PROV-MAINT-OTHER-FIELDS').status('2xx', `only the version counts, and ${same}`);
  },
});

/** Platforms need not know of maintenance. */
export const provisionWithout = defineCheck({
  id: 'maintenance/provision-without-version',
  title: 'A provision without maintenance_info succeeds.',
  requirements: ['PROV-MAINT-OPTIONAL'],
  given: maintainedPlan,
  judgesTheOrdinary: true,
  async run({ given: { plan, version }, broker, arrange, expect }) {
    const id = arrange.freshId();
    const body = arrange.provisionBody(plan);
    const answer = await broker.provision(id, body);
    await arrange.follow(plan, answer, { instanceId: id }, 'create');
    if (isSuccess(answer)) return;
    const control = arrange.freshId();
    const named = await broker.provision(control, { ...body, maintenance_info: { version } });
    await arrange.follow(plan, named, { instanceId: control }, 'create');
    expect.reached(isSuccess(named), 'The same request with maintenance_info is refused as well.');
    expect(answer).status(
      '2xx',
      'the same request with maintenance_info succeeds, and the field is optional',
    );
  },
});
