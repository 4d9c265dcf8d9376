import { isObject, own } from '../engine/json.ts';
import { planLabel } from '../engine/nodes.ts';
import { defineRule } from '../engine/rule.ts';
import { withPlan } from '../engine/samples.ts';
import { quoted } from '../engine/shown.ts';

const number = '(?:0|[1-9]\\d*)';
const preRelease = `(?:${number}|\\d*[A-Za-z-][0-9A-Za-z-]*)`;
const build = '[0-9A-Za-z-]+';
/** Semantic Versioning 2.0.0: three numbers, then pre-release identifiers and build metadata. */
const semver = new RegExp(
  `^${number}\\.${number}\\.${number}(?:-${preRelease}(?:\\.${preRelease})*)?(?:\\+${build}(?:\\.${build})*)?$`,
);

/** Platforms compare versions to offer an upgrade. */
export const maintenanceInfoVersionSemver = defineRule({
  id: 'maintenance-info-version-semver',
  requirement: 'CAT-MAINT-VERSION-SEMVER',
  needs: 'maintenance_info',
  messages: {
    other: ({ version, plan }: { version: string; plan: string }) =>
      `"maintenance_info.version" of ${plan} is ${quoted(version)}, which is no semantic version. Write three numbers, as in "2.1.0".`,
  },
  examples: {
    good: withPlan({ maintenance_info: { version: '2.1.0-rc.1+build.7' } }),
    bad: withPlan({ maintenance_info: { version: 'v2.1' } }),
  },
  plan(plan, found) {
    const info = plan.value['maintenance_info'];
    const version = isObject(info) ? own(info, 'version') : undefined;
    if (typeof version !== 'string') return;
    if (version.length > 256 || !semver.test(version)) {
      found.other(plan.at.descend(['maintenance_info', 'version']), { version, plan: planLabel(plan) });
    }
  },
});
