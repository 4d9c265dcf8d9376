import { isObject } from '../../engine/json.ts';
import type { Miniature } from '../../testing/miniature.ts';
import type { RouteName } from '../../testing/model-types.ts';
import { testCheck } from '../../testing/test-check.test-support.ts';
import { attributesType, labelsType } from './instance-metadata.ts';

const saying = (metadata: unknown, ...routes: readonly RouteName[]): Miniature => ({
  after: (answer, request) =>
    routes.includes(request.route) && isObject(answer.body) && answer.status < 300
      ? { ...answer, body: { ...answer.body, metadata } }
      : answer,
});

const good = { labels: { team: 'a' }, attributes: { size: 1 } };

testCheck(labelsType, {
  passes: { 'has labels': saying(good, 'fetchInstance', 'update') },
  fails: {
    'shows labels as an array': saying({ labels: ['a=b'] }, 'fetchInstance'),
    'updates to labels as an array': saying({ labels: ['a=b'] }, 'update'),
  },
  warns: {
    'shows no labels as null': saying({ labels: null }, 'fetchInstance'),
    'nests labels': saying({ labels: { a: { b: 1 } } }, 'fetchInstance'),
  },
  skips: { 'has no labels': {} },
});

testCheck(attributesType, {
  passes: { 'has attributes': saying(good, 'fetchInstance', 'update') },
  fails: { 'shows attributes as a string': saying({ attributes: 'x' }, 'fetchInstance') },
  skips: { 'has no attributes': {} },
});
