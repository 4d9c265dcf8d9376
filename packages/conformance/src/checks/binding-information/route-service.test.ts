import { isObject } from '../../engine/json.ts';
import type { Miniature } from '../../testing/miniature.ts';
import { testCheck } from '../../testing/test-check.test-support.ts';
import { routeForwardingDeclared } from './route-service.ts';

const routing = (url: unknown): Miniature => ({
  after: (answer, { route }) =>
    route === 'bind' && isObject(answer.body) && answer.status === 201
      ? { ...answer, body: { ...answer.body, route_service_url: url } }
      : answer,
});
const undeclared: Miniature = {
  exotic: true,
  catalog: ({ services }) => {
    for (const service of services) service['requires'] = [];
  },
};
const configured: Miniature['run'] = { facts: [{ service: 'drain', kind: 'route-service' }] };

testCheck(routeForwardingDeclared, {
  passes: {
    'declares it': { exotic: true },
    'declares it and works asynchronously': { exotic: true, mode: 'async' },
    'declares it and is configured so': { exotic: true, run: configured },
  },
  fails: {
    'routes without declaring it': routing('https://route.example.com'),
    'is a route service without declaring it': { ...undeclared, run: configured },
  },
  skips: { 'does not route': {}, 'writes null': routing(null), 'writes nothing': routing('') },
});
