import { isArray, isObject, own, typeOf, type JsonObject } from '../engine/json.ts';
import { planLabel, type PlanNode } from '../engine/nodes.ts';
import type { Place } from '../engine/place.ts';
import { defineRule, type Rule } from '../engine/rule.ts';
import { withPlan } from '../engine/samples.ts';
import { shown } from '../engine/shown.ts';

const cost = { amount: { usd: 649.0 }, unit: 'MONTHLY' };

function withCosts(costs: unknown): JsonObject {
  return withPlan({ free: false, metadata: { costs } });
}

function costsOf(plan: PlanNode): unknown {
  const metadata = plan.value['metadata'];
  return isObject(metadata) ? own(metadata, 'costs') : undefined;
}

/** Calls back for each cost of a plan that is an object; places are made only where something is reported. */
function eachCost(plan: PlanNode, visit: (cost: JsonObject, at: () => Place, number: number) => void): void {
  const costs = costsOf(plan);
  if (!isArray(costs)) return;
  for (let index = 0; index < costs.length; index++) {
    const cost = costs[index];
    if (isObject(cost)) visit(cost, () => plan.at.descend(['metadata', 'costs', index]), index + 1);
  }
}

const listed = defineRule({
  id: 'plan-costs-objects',
  requirement: 'PRF-PLAN-META-COSTS',
  needs: 'metadata',
  messages: {
    type: ({ plan, is }: { plan: string; is: string }) =>
      `"metadata.costs" of ${plan} must be an array of objects, but is ${is}. Write [{"amount": {"usd": 649.0}, "unit": "MONTHLY"}].`,
    element: ({ plan, number, is }: { plan: string; number: number; is: string }) =>
      `Element ${number} of "metadata.costs" of ${plan} must be an object, but is ${is}. Write {"amount": {"usd": 649.0}, "unit": "MONTHLY"}.`,
  },
  examples: { good: withCosts([cost]), bad: withCosts({ usd: 5 }) },
  plan(plan, found, { version }) {
    const costs = costsOf(plan);
    if (costs === undefined || (version === '2.13' && isObject(costs))) return; // 2.13 called it an object
    const at = (): Place => plan.at.descend(['metadata', 'costs']);
    if (!isArray(costs)) {
      found.type(at(), { plan: planLabel(plan), is: shown(costs) });
      return;
    }
    if (costs.every(isObject)) return;
    costs.forEach((item, index) => {
      if (!isObject(item))
        found.element(at().child(index), { plan: planLabel(plan), number: index + 1, is: shown(item) });
    });
  },
});

const amount = defineRule({
  id: 'cost-amount-numbers',
  requirement: 'PRF-COST-AMOUNT',
  needs: 'metadata',
  messages: {
    missing: ({ plan, number }: { plan: string; number: number }) =>
      `Cost ${number} of ${plan} has no "amount". Name currency and price, as in "amount": {"usd": 649.0}.`,
    type: ({ plan, number, is }: { plan: string; number: number; is: string }) =>
      `"amount" of cost ${number} of ${plan} must be an object of currencies, but is ${is}. Write "amount": {"usd": 649.0}.`,
    price: ({ currency, plan, is }: { currency: string; plan: string; is: string }) =>
      `The price in ${shown(currency)} of ${plan} must be a number, but is ${is}. Write it without quotes.`,
  },
  examples: { good: withCosts([cost]), bad: withCosts([{ amount: { usd: '99.00' }, unit: 'MONTHLY' }]) },
  plan(plan, found) {
    eachCost(plan, (cost, at, number) => {
      const prices = own(cost, 'amount');
      if (prices === undefined) found.missing(at(), { plan: planLabel(plan), number });
      else if (!isObject(prices)) {
        found.type(at().child('amount'), { plan: planLabel(plan), number, is: shown(prices) });
      } else {
        const currencies = Object.keys(prices);
        if (currencies.length === 0) found.missing(at().child('amount'), { plan: planLabel(plan), number });
        for (const currency of currencies) {
          const price = prices[currency];
          if (typeof price === 'number') continue;
          found.price(at().descend(['amount', currency]), {
            currency,
            plan: planLabel(plan),
            is: shown(price),
          });
        }
      }
    });
  },
});

const unit = defineRule({
  id: 'cost-unit-string',
  requirement: 'PRF-COST-UNIT',
  needs: 'metadata',
  messages: {
    missing: ({ plan, number }: { plan: string; number: number }) =>
      `Cost ${number} of ${plan} has no "unit". Say what the price is for, as in "unit": "MONTHLY".`,
    type: ({ plan, number, is }: { plan: string; number: number; is: string }) =>
      `"unit" of cost ${number} of ${plan} must be a string, but is ${is}. Write it as in "unit": "MONTHLY".`,
  },
  examples: { good: withCosts([cost]), bad: withCosts([{ amount: { usd: 1 } }]) },
  plan(plan, found) {
    eachCost(plan, (cost, at, number) => {
      const name = own(cost, 'unit');
      if (name === undefined) found.missing(at(), { plan: planLabel(plan), number });
      else if (typeof name !== 'string') {
        found.type(at().child('unit'), { plan: planLabel(plan), number, is: typeOf(name) });
      }
    });
  },
});

/** Costs, where a plan names them, in the form that marketplaces show. */
export const planCosts: readonly Rule[] = [listed, amount, unit];
