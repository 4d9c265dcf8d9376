import type { ValidationResult } from '../engine/finding.ts';
import { validateCatalog } from '../validate.ts';

const guid = (last: number) => `2b4f0ad8-6d3b-4d0b-8f0e-3a86c2c9f3f${last}`;

/** A catalog with an error at line 8, a null at line 9, and a secret. */
export const brokenText = `{
  "services": [
    {
      "id": "${guid(0)}",
      "name": "orders-db",
      "description": "A relational database.",
      "dashboard_client": { "id": "dash", "secret": "hunter2-hunter2" },
      "bindable": "true",
      "tags": null,
      "plans": [
        { "id": "${guid(1)}", "name": "small", "description": "One server." }
      ]
    }
  ]
}
`;

/** Text that means something in one or another format of reports. */
export const hostile = '<b>&"\'|`@me` [x](http://evil) %0A::error::\u0000\u001b[31m\u202e\ud800]]>,:';

/** A report with everything in it: an error, a warning, a suppressed finding, notes, related places, values and texts. */
export function sampleResults(): readonly ValidationResult[] {
  const service = { id: guid(2), name: hostile, description: hostile, bindable: hostile, plans: [] };
  const clean = { ...service, name: 'orders', description: 'Orders.', bindable: true };
  const plan = { id: guid(3), name: 'small', description: 'One server.' };
  return [
    validateCatalog(brokenText, {
      source: './catalogs/broken.json',
      suppress: [{ rule: 'offering-tags-strings', reason: `Known since ${hostile}` }],
    }),
    validateCatalog({ services: [service, service] }, { source: `odd ${hostile}.json` }),
    validateCatalog(`catalog:\n  services: ${JSON.stringify([{ ...clean, plans: [plan] }])}\n`, {
      source: 'nested.yaml',
    }),
  ];
}
