import { accepts, handler, naming, offering, small, withPlan, refuses } from './definitions.test-support.ts';

const itself: Record<string, unknown> = {};
itself['again'] = itself;

describe('createCatalog, of plans', () => {
  refuses([
    ['a plan with an empty id', withPlan({ id: '' }), RangeError, `"id" of ${small} is empty. Write a GUID`],
    [
      'a plan without name',
      withPlan({ name: undefined }),
      TypeError,
      `The plan with the id "p" of ${offering} has no "name". ${naming}`,
    ],
    [
      'a plan without description',
      withPlan({ description: undefined }),
      TypeError,
      `The plan "small" of ${offering} has no "description".`,
    ],
    [
      'a plan whose name has a blank',
      withPlan({ name: 'a b' }),
      RangeError,
      `"name" of the plan "a b" of ${offering} is "a b", which cannot be typed as it is because of " ".`,
    ],
    [
      'a version that is not semantic',
      withPlan({ maintenanceInfo: { version: 'v1' } }),
      RangeError,
      `"maintenanceInfo.version" of ${small} is "v1", which is no semantic version. Write three numbers, as in "2.1.0".`,
    ],
    [
      'a version with leading zeros',
      withPlan({ maintenanceInfo: { version: '01.0.0' } }),
      RangeError,
      'is "01.0.0", which is no semantic version',
    ],
    [
      'a maintenance without version',
      withPlan({ maintenanceInfo: {} }),
      TypeError,
      `The plan "small" of ${offering} has no "maintenanceInfo.version". Write three numbers, as in "2.1.0".`,
    ],
    [
      'a negative duration',
      withPlan({ maximumPollingDuration: -1 }),
      RangeError,
      `"maximumPollingDuration" of ${small} is -1. Write a whole number of seconds, or leave it out.`,
    ],
    [
      'a duration with a fraction',
      withPlan({ maximumPollingDuration: 1.5 }),
      RangeError,
      'is 1.5. Write a whole number of seconds',
    ],
    [
      'a duration with a unit',
      withPlan({ maximumPollingDuration: '1h' }),
      TypeError,
      'is "1h". Write a whole number of seconds',
    ],
    [
      'a misspelt field',
      withPlan({ planUpdatable: true }),
      RangeError,
      `"planUpdatable" of ${small} is not a known field. Write "planUpdateable".`,
    ],
    [
      'a field as on the wire',
      withPlan({ binding_rotatable: true }),
      RangeError,
      `"binding_rotatable" of ${small} is not a known field. Write "bindingRotatable".`,
    ],
    [
      'another field as on the wire',
      withPlan({ maintenance_info: { version: '1.0.0' } }),
      RangeError,
      `"maintenance_info" of ${small} is not a known field. Write "maintenanceInfo".`,
    ],
    [
      'a field with a letter less',
      withPlan({ requireApp: true }),
      RangeError,
      `"requireApp" of ${small} is not a known field. Write "requiresApp".`,
    ],
    [
      'a field that resembles none',
      withPlan({ price: 5 }),
      RangeError,
      `"price" of ${small} is not a known field. The known ones are "id", "name", "description", "free", `,
    ],
    [
      'a misspelt kind of schema',
      withPlan({ schemas: { updat: {} } }),
      RangeError,
      `"schemas.updat" of ${small} is not a known field. Write "update".`,
    ],
    [
      'an unknown kind of schema',
      withPlan({ schemas: { create: {} } }),
      RangeError,
      `"schemas.create" of ${small} is not a known field. The known ones are "provision", "update", "bind".`,
    ],
    [
      'a plan that is bindable without bind',
      withPlan({ bindable: true }),
      RangeError,
      `"bindable" of ${small} is true without a handler "bind".`,
    ],
    [
      'a plan that is rotatable without bind',
      withPlan({ bindingRotatable: true }),
      RangeError,
      `"bindingRotatable" of ${small} is true without a handler "bind".`,
    ],
    [
      'a plan that is updateable without update',
      withPlan({ planUpdateable: true }),
      RangeError,
      `"planUpdateable" of ${small} is true without a handler "update".`,
    ],
    [
      'a function in metadata of a plan',
      withPlan({ metadata: { a: handler } }),
      TypeError,
      `"metadata.a" of ${small} is a function. JSON cannot carry it`,
    ],
    [
      'a number that is none',
      withPlan({ metadata: { a: NaN } }),
      RangeError,
      `"metadata.a" of ${small} is NaN, which JSON cannot carry.`,
    ],
    [
      'metadata that contains itself',
      withPlan({ metadata: itself }),
      RangeError,
      `"metadata.again" of ${small} contains itself, which JSON cannot carry.`,
    ],
  ]);

  accepts([
    ['a plan with the id of its offering', withPlan({ id: 's' })],
    [
      'fields that are not set',
      withPlan({ free: undefined, typo: undefined }, { tags: undefined, typo: undefined }),
    ],
    [
      'a bindable offering none of whose plans is bindable',
      withPlan({ bindable: false }, { bindable: true }),
    ],
    ['a bindable plan of another offering', withPlan({ bindable: true }, { bindable: false, bind: handler })],
    [
      'a version with all its parts',
      withPlan({ maintenanceInfo: { version: '2.1.0-rc.1+build.7', 'x-more': 1 } }),
    ],
    ['a duration of nothing', withPlan({ maximumPollingDuration: 0 })],
  ]);
});
