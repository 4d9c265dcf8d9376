import type { RequirementId } from '@osb-kit/spec';

import { isObject, own, typeOf, type JsonObject } from '../engine/json.ts';
import { offeringLabel } from '../engine/nodes.ts';
import { defineRule, type Rule } from '../engine/rule.ts';
import { withOffering } from '../engine/samples.ts';

const good = {
  id: 'orders-dashboard',
  secret: 'not-a-secret',
  redirect_uri: 'https://dashboard.example.com',
};

function withClient(fields: JsonObject): JsonObject {
  return withOffering({ dashboard_client: { ...good, ...fields } });
}

function present(key: 'id' | 'secret', requirement: RequirementId, bad: JsonObject): Rule {
  return defineRule({
    id: `dashboard-client-${key}-present`,
    requirement,
    needs: 'dashboard_client',
    messages: {
      missing: ({ offering }: { offering: string; lacks: string }) =>
        `"dashboard_client" of ${offering} has no "${key}". Add it, or remove "dashboard_client" if there is no dashboard.`,
    },
    examples: { good: withClient({}), bad: withOffering({ dashboard_client: bad }) },
    offering(offering, found) {
      const client = offering.value['dashboard_client'];
      if (!isObject(client)) return;
      const value = own(client, key);
      if (value === undefined || value === null) {
        found.missing(offering.at.child('dashboard_client'), {
          offering: offeringLabel(offering),
          lacks: key,
        });
      }
    },
  });
}

function nonEmpty(key: 'id' | 'secret', requirement: RequirementId): Rule {
  return defineRule({
    id: `dashboard-client-${key}-non-empty`,
    requirement,
    needs: 'dashboard_client',
    messages: {
      empty: ({ offering }: { offering: string }) =>
        `"dashboard_client.${key}" of ${offering} is empty. Write the ${key} of the OAuth client.`,
      type: ({ offering, is }: { offering: string; is: string }) =>
        `"dashboard_client.${key}" of ${offering} must be a string, but is ${is}. Write the ${key} of the OAuth client in quotes.`,
    },
    examples: { good: withClient({}), bad: withClient({ [key]: '' }) },
    offering(offering, found) {
      const client = offering.value['dashboard_client'];
      const value = isObject(client) ? own(client, key) : undefined;
      if (value === undefined || value === null) return;
      const at = offering.at.descend(['dashboard_client', key]);
      if (value === '') found.empty(at, { offering: offeringLabel(offering) });
      else if (typeof value !== 'string')
        found.type(at, { offering: offeringLabel(offering), is: typeOf(value) });
    },
  });
}

const redirect = defineRule({
  id: 'dashboard-client-redirect-uri',
  requirement: 'PRF-DASH-REDIRECT-TYPE',
  needs: 'dashboard_client',
  messages: {
    type: ({ offering, is }: { offering: string; is: string }) =>
      `"dashboard_client.redirect_uri" of ${offering} must be a URI, but is ${is}. Write it as in "https://dashboard.example.com".`,
  },
  examples: {
    good: withClient({}),
    bad: withClient({ redirect_uri: ['https://a.example.com', 'https://b.example.com'] }),
  },
  offering(offering, found) {
    const client = offering.value['dashboard_client'];
    const value = isObject(client) ? own(client, 'redirect_uri') : undefined;
    if (value === undefined) return;
    if (typeof value === 'string' && /^[a-z][a-z0-9+.-]*:\S+$/i.test(value)) return;
    const is = typeof value === 'string' ? 'a string without scheme' : typeOf(value);
    found.type(offering.at.descend(['dashboard_client', 'redirect_uri']), {
      offering: offeringLabel(offering),
      is,
    });
  },
});

/** The OAuth client of a dashboard. Values are never shown: one of them is a secret. */
export const dashboardClient: readonly Rule[] = [
  present('id', 'PRF-DASH-ID-REQUIRED', { secret: 'not-a-secret' }),
  nonEmpty('id', 'PRF-DASH-ID-NONEMPTY'),
  present('secret', 'PRF-DASH-SECRET-REQUIRED', { id: 'orders-dashboard' }),
  nonEmpty('secret', 'PRF-DASH-SECRET-NONEMPTY'),
  redirect,
];
