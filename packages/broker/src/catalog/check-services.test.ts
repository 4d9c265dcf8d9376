import {
  accepts,
  handler,
  naming,
  offering,
  plan,
  sound,
  withFields,
  refuses,
} from './definitions.test-support.ts';

class Database {
  readonly id = 's';
  readonly name = 'db';
  readonly description = 'A database.';
  readonly plans = [plan];
  readonly pool = new Map();
  provision(): undefined {
    this.pool.set('i', 1);
  }
  deprovision(): undefined {
    this.pool.clear();
  }
}

const shared = { a: 1 };

describe('createCatalog, of offerings', () => {
  refuses([
    ['no services', undefined, TypeError, 'The broker has no "services". Write an array of offerings.'],
    [
      'services that are no array',
      { sound },
      TypeError,
      '"services" of the broker is an object. Write an array of offerings.',
    ],
    [
      'an offering that is none',
      ['db'],
      TypeError,
      'The offering number 1 is "db". Write an object with "id", "name"',
    ],
    [
      'an empty id',
      withFields({ id: '' }),
      RangeError,
      `"id" of ${offering} is empty. Write a GUID, and never change it.`,
    ],
    [
      'no id',
      withFields({ id: undefined }),
      TypeError,
      'The offering "db" has no "id". Write a GUID, and never change it.',
    ],
    [
      'an id that is a number',
      withFields({ id: 5 }),
      TypeError,
      `"id" of ${offering} is a number. Write a GUID`,
    ],
    [
      'no name',
      withFields({ name: undefined }),
      TypeError,
      `The offering with the id "s" has no "name". ${naming}`,
    ],
    [
      'no name and no id',
      withFields({ name: null, id: 1 }),
      TypeError,
      '"id" of the offering number 1 is a number.',
    ],
    [
      'a name with blanks',
      withFields({ name: 'My Service!' }),
      RangeError,
      `"name" of the offering "My Service!" is "My Service!", which cannot be typed as it is because of " ". ${naming}`,
    ],
    [
      'no description',
      withFields({ description: undefined }),
      TypeError,
      'The offering "db" has no "description". Write a sentence for users.',
    ],
    [
      'an empty description',
      withFields({ description: '' }),
      RangeError,
      `"description" of ${offering} is empty. Write a sentence for users.`,
    ],
    [
      'tags in one text',
      withFields({ tags: 'x' }),
      TypeError,
      `"tags" of ${offering} is "x". Write an array of strings.`,
    ],
    [
      'a tag that is no text',
      withFields({ tags: ['a', 1] }),
      TypeError,
      `"tags[1]" of ${offering} is a number. Write a tag`,
    ],
    [
      'an unknown permission',
      withFields({ requires: ['syslog-drain'] }),
      RangeError,
      `"requires[0]" of ${offering} is "syslog-drain", which is not known. Write one of "syslog_drain", "route_forwarding", "volume_mount".`,
    ],
    [
      'a flag that is a text',
      withFields({ bindable: 'false' }),
      TypeError,
      `"bindable" of ${offering} is "false". Write true or false.`,
    ],
    [
      'a flag that is null',
      withFields({ transactional: null }),
      TypeError,
      `"transactional" of ${offering} is null. Write true or false.`,
    ],
    [
      'a dashboard client without secret',
      withFields({ dashboardClient: { id: 'c' } }),
      TypeError,
      'The offering "db" has no "dashboardClient.secret". Write the secret of the OAuth client.',
    ],
    [
      'an unknown field of a dashboard client',
      withFields({ dashboardClient: { id: 'c', secret: 's', redirect_uri: 'https://x' } }),
      RangeError,
      `"dashboardClient.redirect_uri" of ${offering} is not a known field. Write "redirectUri".`,
    ],
    [
      'a redirect that is no URL',
      withFields({ dashboardClient: { id: 'c', secret: 's', redirectUri: '/x' } }),
      RangeError,
      `"dashboardClient.redirectUri" of ${offering} is no absolute URL.`,
    ],
    [
      'an unknown field of an offering',
      withFields({ bindabel: true }),
      RangeError,
      `"bindabel" of ${offering} is not a known field. Write "bindable".`,
    ],
    [
      'two offerings with one id',
      [sound, { ...sound, name: 'other', plans: [{ ...plan, id: 'q' }] }],
      RangeError,
      'Two offerings have the id "s". Give each an id of its own.',
    ],
    [
      'two offerings with one name',
      [sound, { ...sound, id: 't', plans: [{ ...plan, id: 'q' }] }],
      RangeError,
      'Two offerings have the name "db". Give each a name of its own.',
    ],
    [
      'no plans',
      withFields({ plans: undefined }),
      TypeError,
      'The offering "db" has no "plans". Write an array with at least one plan.',
    ],
    [
      'an empty array of plans',
      withFields({ plans: [] }),
      RangeError,
      `"plans" of ${offering} is empty. Write an array with at least one plan.`,
    ],
    [
      'a plan that is none',
      withFields({ plans: [null] }),
      TypeError,
      `The plan number 1 of ${offering} is null. Write an object with "id", "name"`,
    ],
    [
      'two plans of an offering with one name',
      withFields({ plans: [plan, { ...plan, id: 'q' }] }),
      RangeError,
      `Two plans of ${offering} have the name "small". Give each a name of its own.`,
    ],
    [
      'two plans with one id',
      withFields({ plans: [plan, { ...plan, name: 'q' }] }),
      RangeError,
      'Two plans have the id "p". Give each an id of its own.',
    ],
    [
      'two plans of two offerings with one id',
      [sound, { ...sound, id: 't', name: 'other' }],
      RangeError,
      'Two plans have the id "p".',
    ],
    [
      'no provision',
      withFields({ provision: undefined }),
      TypeError,
      'The offering "db" has no "provision". Write a function.',
    ],
    [
      'no deprovision',
      withFields({ deprovision: undefined }),
      TypeError,
      'The offering "db" has no "deprovision". Write a function.',
    ],
    [
      'a handler that is none',
      withFields({ bind: {} }),
      TypeError,
      `"bind" of ${offering} is an object. Write a function.`,
    ],
    [
      'a step that is none',
      withFields({ steps: { a: 5 } }),
      TypeError,
      `"steps.a" of ${offering} is a number. Write a function.`,
    ],
    [
      'an offering that is bindable without bind',
      withFields({ bindable: true }),
      RangeError,
      `"bindable" of ${offering} is true without a handler "bind". Write one, or leave it out.`,
    ],
    [
      'an offering that is updateable without update',
      withFields({ planUpdateable: true }),
      RangeError,
      `"planUpdateable" of ${offering} is true without a handler "update".`,
    ],
    [
      'metadata that is no object',
      withFields({ metadata: ['x'] }),
      TypeError,
      `"metadata" of ${offering} is an array. Write an object.`,
    ],
    [
      'a BigInt in metadata',
      withFields({ metadata: { costs: [{ amount: 5n }] } }),
      TypeError,
      `"metadata.costs[0].amount" of ${offering} is a bigint. JSON cannot carry it`,
    ],
  ]);

  accepts([
    ['no offerings', []],
    ['the least', [sound]],
    [
      'names with capitals, underscores and letters of other languages',
      withFields({ name: 'My_Größe.v2-1' }),
    ],
    ['names that differ in case', withFields({ plans: [plan, { ...plan, id: 'q', name: 'Small' }] })],
    [
      'plans of two offerings with one name',
      [sound, { ...sound, id: 't', name: 'other', plans: [{ ...plan, id: 'q' }] }],
    ],
    ['bindings that need no tidying', withFields({ bind: handler })],
    [
      'dates, and objects used twice, in metadata',
      withFields({ metadata: { since: new Date(0), a: shared, b: shared, c: undefined } }),
    ],
    ['steps', withFields({ steps: { a: handler } })],
    ['an instance of a class with fields of its own', [new Database()]],
  ]);
});
