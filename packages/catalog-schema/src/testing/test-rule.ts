import { expect } from 'chai';

import type { ApiVersion } from '@osb-kit/spec';

import { profiles, type Profile } from '../engine/finding.ts';
import { isArray, isObject, own } from '../engine/json.ts';
import { catalogNode } from '../engine/nodes.ts';
import { parsePointer } from '../engine/place.ts';
import type { Rule } from '../engine/rule.ts';
import { runRules } from '../engine/run.ts';

/** A catalog, and the messages the rule gives for it, each as `message pointer`. */
export interface RuleCase {
  readonly name: string;
  readonly catalog: unknown;
  readonly finds: readonly string[];
  readonly version?: ApiVersion;
  readonly wire?: boolean;
  readonly profiles?: readonly Profile[];
}

/**
 * Declares the tests of a rule: its cases, and the promises that every rule makes. The good example is clean, the bad one
 * is not, every message is provoked by some case, and every pointer points at something.
 */
export function testRule(rule: Rule, cases: readonly RuleCase[] = []): void {
  describe(`rule ${rule.id}`, () => {
    const provoked = new Set<string>();
    const version = rule.examples.version;
    const examine = (example: RuleCase): string[] => {
      const found = messagesFor(rule, example);
      for (const { message, pointer } of found) {
        provoked.add(message);
        expect(
          resolves(example.catalog, pointer),
          `${pointer} of "${example.name}" points at something`,
        ).to.equal(true);
      }
      return found.map(({ message, pointer }) => `${message} ${pointer}`);
    };
    const example = (name: string, catalog: unknown): RuleCase => ({
      name,
      catalog,
      finds: [],
      ...(version !== undefined && { version }),
      ...(rule.examples.profiles !== undefined && { profiles: rule.examples.profiles }),
    });

    it('leaves its good example alone', () => {
      expect(examine(example('good', rule.examples.good))).to.deep.equal([]);
    });
    it('reports its bad example', () => {
      for (const bad of [rule.examples.bad, ...(rule.examples.alsoBad ?? [])]) {
        expect(examine(example('bad', bad))).to.not.deep.equal([]);
      }
    });
    for (const each of cases) {
      it(each.name, () => {
        expect(examine(each)).to.deep.equal(each.finds);
      });
    }
    it('has a case for every message', () => {
      expect([...provoked].sort()).to.deep.equal(Object.keys(rule.messages).sort());
    });
  });
}

/** Runs one rule and tells which of its messages it gave where. */
function messagesFor(
  rule: Rule,
  { catalog, version, wire = true, profiles: asked = profiles }: RuleCase,
): { message: string; pointer: string }[] {
  const named: Rule = {
    ...rule,
    // What is only noted has a place as well.
    notes: [],
    start: (report, context) =>
      rule.start((message, at, facts) => {
        report(message, at, facts);
        names.push(message);
      }, context),
  };
  const names: string[] = [];
  const asking = { version: version ?? ('2.17' as const), strict: false, wire, profiles: asked };
  const found = runRules([named], catalogNode(catalog), asking).listed;
  return found.map(({ at }, index) => ({ message: names[index] ?? '?', pointer: at.pointer }));
}

function resolves(document: unknown, pointer: string): boolean {
  let value = document;
  for (const key of parsePointer(pointer)) {
    value = isArray(value) ? value[Number(key)] : isObject(value) ? own(value, key) : undefined;
    if (value === undefined) return false;
  }
  return true;
}
