import { errorCodeOf, isSuccess } from '../../engine/answer.ts';
import { previousValues } from '../../engine/bodies.ts';
import { defineCheck } from '../../engine/check.ts';
import { describe } from '../../engine/expect.ts';
import { catalogKeeps, unmatchedVersion, updatesOffered } from '../../judgements/maintenance.ts';
import { maintainedPlan } from '../../preconditions/plans.ts';

/** An upgrade to what the catalog does not offer is refused. */
export const updateConflict = defineCheck({
  id: 'maintenance/update-to-another-version',
  title: 'An update that names another maintenance version is refused with 422 MaintenanceInfoConflict.',
  requirements: ['UPD-422-MAINT', 'UPD-422-MAINT-CODE', 'ERR-CODES-EXACT'],
  given: maintainedPlan,
  async run(tools) {
    const { given, broker, arrange, expect } = tools;
    const { plan, version } = given;
    const instance = await arrange.instance(plan);
    const answer = await broker.update(instance.id, {
      service_id: plan.offering.id,
      maintenance_info: { version: unmatchedVersion },
    });
    await arrange.follow(plan, answer, { instanceId: instance.id }, 'update');
    expect.enough(await catalogKeeps(broker, plan, version), 'The catalog has changed meanwhile.');
    if (answer.status !== 422) await updatesOffered(tools, plan);
    const because = `the version of the plan is "${version}" and the request names "${unmatchedVersion}"`;
    expect(answer).status(422, because);
    expect(answer, 'UPD-422-MAINT-CODE').errorCode('MaintenanceInfoConflict', because);
  },
});

/** An upgrade to what the catalog offers is no conflict, whatever else is said about it. */
export const updateMatch = defineCheck({
  id: 'maintenance/update-to-the-current-version',
  title: 'An update that names the maintenance version of the catalog is no conflict.',
  requirements: ['UPD-MAINT-MATCH-OK', 'UPD-MAINT-OTHER-FIELDS'],
  given: maintainedPlan,
  async run(tools) {
    const { given, broker, arrange, expect, world } = tools;
    const { plan, version } = given;
    const instance = await arrange.instance(plan);
    const rows = ['UPD-MAINT-MATCH-OK', 'UPD-MAINT-OTHER-FIELDS'] as const;
    for (const about of rows) {
      const description = { description: 'Not the description of the catalog.' };
      const answer = await broker.update(instance.id, {
        service_id: plan.offering.id,
        maintenance_info: { version, ...(about === 'UPD-MAINT-OTHER-FIELDS' ? description : {}) },
        previous_values: { ...previousValues(plan, world), maintenance_info: { version } },
      });
      await arrange.follow(plan, answer, { instanceId: instance.id }, 'update');
      if (isSuccess(answer)) continue;
      expect.enough(await catalogKeeps(broker, plan, version), 'The catalog has changed meanwhile.');
      await updatesOffered(tools, plan);
      const isConflict = errorCodeOf(answer) === 'MaintenanceInfoConflict';
      const claim = `the version is that of the catalog, "${version}", and only the version counts`;
      if (isConflict || answer.status >= 500) expect(answer, about).status([200, 202], claim);
      expect.enough(false, `The update was refused for another reason: ${describe(answer)}.`);
    }
  },
});
