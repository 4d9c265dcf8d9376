import { type Miniature } from '../miniature.ts';
import { failure } from '../model-rules.ts';
import { adding, async, declaring, restating } from '../mutations.ts';
import { home, type Decision } from './decision.ts';

const at = (apiVersion: '2.11' | '2.13' | '2.15' | '2.16', miniature: Miniature): Miniature => ({
  ...miniature,
  run: { ...home, apiVersion },
});
const noDescription = { ...adding('pollInstance', { description: '' }), ...async };
const expires = (expires_at: unknown) => adding('bind', { metadata: { expires_at } }, { status: 201 });

/** How hard cases about answers are decided. */
export const answersDecided: readonly Decision[] = [
  [
    'HC-25',
    'sends a null operation with an update',
    'updating/operation-type',
    'warned',
    { ...adding('update', { operation: null }, { status: 202 }), ...async },
  ],
  [
    'HC-25',
    'sends an empty operation with an update',
    'updating/operation-type',
    'failed',
    { ...adding('update', { operation: '' }, { status: 202 }), ...async },
  ],
  [
    'HC-25',
    'sends an empty operation with a provision',
    'provisioning/operation-type',
    'warned',
    { ...adding('provision', { operation: '' }, { status: 202 }), ...async },
  ],
  ['HC-26', 'sends empty descriptions with polls', 'polling/instance-description', 'failed', noDescription],
  [
    'HC-26',
    'sends empty descriptions with polls at 2.15',
    'polling/instance-description',
    'skipped',
    at('2.15', noDescription),
  ],
  [
    'HC-28',
    'answers a provision with an empty body',
    'provisioning/answer-is-an-object',
    'warned',
    restating('provision', [200, 201], 201, ''),
  ],
  [
    'HC-28',
    'answers a provision with an empty body at 2.13',
    'provisioning/answer-is-an-object',
    'failed',
    at('2.13', restating('provision', [200, 201], 201, '')),
  ],
  [
    'HC-28',
    'answers a provision with text',
    'provisioning/answer-is-an-object',
    'failed',
    restating('provision', 201, 201, 'OK'),
  ],
  [
    'HC-31',
    'changes plans that it does not declare',
    'updating/undeclared-plan-change',
    'warned',
    { ...restating('update', 422, 200, {}), run: { services: ['queue'] } },
  ],
  [
    'HC-35',
    'returns an empty drain without the permission',
    'binding/syslog-drain-permitted',
    'warned',
    adding('bind', { syslog_drain_url: '' }),
  ],
  [
    'HC-36',
    'returns no credentials anywhere',
    'binding/delivers-information',
    'warned',
    adding('bind', { credentials: {}, endpoints: [] }, { status: 201 }),
  ],
  [
    'HC-40',
    'writes a timestamp without a fraction',
    'binding/expires-at-format',
    'warned',
    expires('2099-01-01T00:00:00Z'),
  ],
  [
    'HC-40',
    'writes a timestamp with an offset',
    'binding/expires-at-format',
    'failed',
    expires('2099-01-01T00:00:00.0+02:00'),
  ],
  [
    'HC-40',
    'writes a date that does not exist',
    'binding/expires-at-format',
    'failed',
    expires('2099-02-30T00:00:00.0Z'),
  ],
  [
    'HC-43',
    'sends null for optional metadata',
    'provisioning/metadata-type',
    'warned',
    adding('provision', { metadata: null }),
  ],
  [
    'HC-46',
    'answers 403 without credentials',
    'authentication/without-credentials',
    'failed',
    {
      after: (answer) => (answer.status === 401 ? failure(403, 'no') : answer),
    },
  ],
  [
    'HC-56',
    'has no route for fetches',
    'fetching/unknown-instance',
    'inconclusive',
    restating('fetchInstance', 200, 404),
  ],
  [
    'section 9',
    'refuses every provision',
    'binding/status-of-creation',
    'blocked',
    restating('provision', 201, 400),
  ],
  [
    'section 9',
    'declares nothing to be bindable',
    'binding/status-of-creation',
    'skipped',
    declaring((offering) => (offering.bindable = false)),
  ],
];
