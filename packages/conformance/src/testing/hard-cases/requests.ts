import { member } from '../../engine/json.ts';
import { type Miniature } from '../miniature.ts';
import { failure } from '../model-rules.ts';
import { answering, async, intercepting, restating } from '../mutations.ts';
import { home, type Decision } from './decision.ts';

const strictly = (miniature: Miniature): Miniature => ({ ...miniature, run: { ...home, strict: true } });
const at = (apiVersion: '2.11' | '2.13' | '2.15' | '2.16', miniature: Miniature): Miniature => ({
  ...miniature,
  run: { ...home, apiVersion },
});
const noVersion = (answer: ReturnType<typeof failure>) =>
  intercepting('catalog', (request) => request.headers['x-broker-api-version'] === undefined, answer);
const conflictOnRepeat = restating('provision', 200, 409, { description: 'It exists.' });
const lockInProgress = (route: 'provision', answer: ReturnType<typeof failure>): Miniature => ({
  ...async,
  ...intercepting(
    route,
    (request, state) => state.instances.get(request.instanceId)?.operation?.state === 'in progress',
    answer,
  ),
});
const withoutOrganization = answering(
  'provision',
  (_request, answer) =>
    answer.status === 400 && String(member(answer.body, 'description')).startsWith('organization_guid'),
  () => ({ status: 201, body: {} }),
);

/** How hard cases about requests are decided. */
export const requestsDecided: readonly Decision[] = [
  [
    'HC-01',
    'answers 409 to an identical provision',
    'provisioning/identical-repeat',
    'warned',
    conflictOnRepeat,
  ],
  [
    'HC-01',
    'answers 409 to an identical provision, strictly',
    'provisioning/identical-repeat',
    'failed',
    strictly(conflictOnRepeat),
  ],
  [
    'HC-01',
    'answers 409 to an identical provision at 2.13',
    'provisioning/identical-repeat',
    'failed',
    at('2.13', conflictOnRepeat),
  ],
  [
    'HC-01',
    'answers 500 to an identical provision',
    'provisioning/identical-repeat',
    'failed',
    restating('provision', 200, 500),
  ],
  [
    'HC-04',
    'answers 412 to a missing version',
    'headers/missing-api-version',
    'warned',
    noVersion(failure(412, 'x')),
  ],
  [
    'HC-04',
    'answers 404 to a missing version',
    'headers/missing-api-version',
    'warned',
    noVersion(failure(404, 'x')),
  ],
  [
    'HC-04',
    'answers 500 to a missing version',
    'headers/missing-api-version',
    'failed',
    noVersion(failure(500, 'x')),
  ],
  ['HC-04', 'has a missing version before 2.16', 'headers/missing-api-version', 'skipped', at('2.15', {})],
  [
    'HC-05',
    'answers 404 while it deletes',
    'deprovisioning/accepted-can-be-polled',
    'warned',
    {
      ...async,
      after: (answer, request, state) =>
        request.route === 'pollInstance' &&
        state.instances.get(request.instanceId)?.operation?.kind === 'delete'
          ? failure(404, 'gone')
          : answer,
      run: { ...home, skip: [] },
    },
  ],
  [
    'HC-06',
    'answers 410 to a poll of the unknown',
    'polling/unknown-instance',
    'failed',
    restating('pollInstance', 404, 410),
  ],
  [
    'HC-06',
    'answers 410 to a poll of the unknown at 2.15',
    'polling/unknown-instance',
    'skipped',
    at('2.15', restating('pollInstance', 404, 410)),
  ],
  [
    'HC-09',
    'answers 422 to malformed JSON',
    'provisioning/malformed-json',
    'failed',
    intercepting(
      'provision',
      (request) => request.text !== '' && request.body === undefined,
      failure(422, 'x'),
    ),
  ],
  [
    'HC-10',
    'does without an organization',
    'provisioning/without-organization-guid',
    'warned',
    withoutOrganization,
  ],
  [
    'HC-10',
    'does without an organization, strictly',
    'provisioning/without-organization-guid',
    'failed',
    strictly(withoutOrganization),
  ],
  [
    'HC-11',
    'answers 404 to an unknown plan',
    'provisioning/unknown-plan',
    'passed',
    restating('provision', 400, 404),
  ],
  [
    'HC-11',
    'provisions an unknown plan',
    'provisioning/unknown-plan',
    'warned',
    restating('provision', 400, 201, {}),
  ],
  [
    'HC-12',
    'binds an unknown instance',
    'binding/unknown-instance',
    'warned',
    restating('bind', 404, 201, {}),
  ],
  [
    'HC-15',
    'ignores service_id on deprovision',
    'deprovisioning/without-service-id',
    'failed',
    restating('deprovision', 400, 200, {}),
  ],
  [
    'HC-20',
    'refuses a repeat in progress with a lock',
    'provisioning/repeat-in-progress',
    'failed',
    lockInProgress('provision', failure(422, 'busy', 'ConcurrencyError')),
  ],
  [
    'HC-20',
    'refuses a conflict in progress with a lock',
    'provisioning/conflict-in-progress',
    'warned',
    lockInProgress('provision', failure(422, 'busy', 'ConcurrencyError')),
  ],
  [
    'HC-19',
    'is done before it can be observed',
    'provisioning/repeat-in-progress',
    'inconclusive',
    { ...async, polls: 0 },
  ],
];
