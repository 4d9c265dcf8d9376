import type { RequirementId } from '@osb-kit/spec';
import { member } from '../engine/json.ts';
import type { Miniature } from '../testing/miniature.ts';
import { failure } from '../testing/model-rules.ts';
import type { ModelInstance } from '../testing/model-types.ts';

/** A broker whose defect shows only after a sequence of requests, what it breaks, and the shortest way to see it. */
export interface Planted {
  readonly name: string;
  readonly miniature: Miniature;
  readonly rows: readonly RequirementId[];
  /** The verbs of the shortest sequence, as far as they are settled. */
  readonly shortest: RegExp;
}

const async = { mode: 'async' } as const;

export const planted: readonly Planted[] = [
  {
    name: 'removes the instance at the second unbind',
    miniature: {
      after(answer, request, state) {
        const key = `unbound ${request.bindingId}`;
        if (request.route !== 'unbind') return answer;
        if (answer.status === 200) state.scratch.set(key, true);
        else if (answer.status === 410 && state.scratch.has(key)) state.instances.delete(request.instanceId);
        return answer;
      },
    },
    rows: ['GETI-SUPPORTED', 'DEP-200', 'BIND-201', 'UNB-200', 'GETB-SUPPORTED'],
    shortest: /^provision, bind, unbind, unbind, (fetch|deprovision|bind)$/,
  },
  {
    name: 'forgets an update when a binding is made',
    miniature: {
      before(request, state) {
        const instance = state.instances.get(request.instanceId);
        if (request.route === 'update' && instance !== undefined) {
          state.scratch.set(
            `plan ${instance.id}`,
            state.scratch.get(`plan ${instance.id}`) ?? instance.planId,
          );
        }
        const old = state.scratch.get(`plan ${request.instanceId}`);
        if (request.route === 'fetchInstance' && instance !== undefined && instance.bindings.size > 0) {
          if (typeof old === 'string') instance.planId = old;
        }
        return undefined;
      },
    },
    rows: ['UPD-APPLIED', 'GETB-SUPPORTED'],
    shortest: /^provision, (update, bind|bind, update), fetch$/,
  },
  {
    name: 'loses an update that comes after a bind',
    miniature: {
      before: (request, state) =>
        request.route === 'update' && (state.instances.get(request.instanceId)?.bindings.size ?? 0) > 0
          ? { status: 200, body: {} }
          : undefined,
    },
    rows: ['UPD-APPLIED'],
    shortest: /^provision, bind, update, fetch$/,
  },
  {
    name: 'goes on creating what was deleted meanwhile',
    miniature: {
      ...async,
      after(answer, request, state) {
        const key = `halted ${request.instanceId}`;
        const instance = state.instances.get(request.instanceId);
        if (request.route === 'deprovision' && answer.status === 202 && !state.scratch.has(key)) {
          if (state.scratch.get(`created ${request.instanceId}`) !== true) state.scratch.set(key, instance);
        }
        if (request.route === 'pollInstance' && member(answer.body, 'state') === 'succeeded') {
          state.scratch.set(`created ${request.instanceId}`, true);
          const lost = state.scratch.get(key);
          if (
            lost !== undefined &&
            instance === undefined &&
            !state.scratch.has(`back ${request.instanceId}`)
          ) {
            state.scratch.set(`back ${request.instanceId}`, true);
            // The scratch holds under this key only what the map of instances held.
            const back = lost as ModelInstance;
            back.operation = undefined;
            state.instances.set(request.instanceId, back);
          }
        }
        return answer;
      },
    },
    rows: ['DEP-DURING-CREATE-HALTS'],
    shortest: /^provision, deprovision(, wait)?, (fetch|deprovision)$/,
  },
  {
    name: 'deletes the other binding with the first one',
    miniature: {
      after(answer, request, state) {
        if (request.route === 'unbind' && answer.status === 200)
          state.instances.get(request.instanceId)?.bindings.clear();
        return answer;
      },
    },
    rows: ['GETB-SUPPORTED', 'UNB-200'],
    shortest: /^provision, bind, bind, unbind, (fetch|unbind)$/,
  },
  {
    name: 'applies a part of an update that it refuses after a conflict',
    miniature: {
      after(answer, request, state) {
        const instance = state.instances.get(request.instanceId);
        const plan = member(request.body, 'plan_id');
        if (request.route === 'provision' && answer.status === 409 && instance !== undefined) {
          if (typeof plan === 'string') instance.planId = plan;
        }
        return answer;
      },
    },
    rows: ['PROV-409-NO-CHANGE'],
    shortest: /^provision, provision, fetch$/,
  },
  {
    name: 'crashes when a binding is made twice after an unbind of another',
    miniature: {
      after(answer, request, state) {
        if (request.route === 'unbind' && answer.status === 200) state.scratch.set(request.instanceId, true);
        return request.route === 'bind' && answer.status === 200 && state.scratch.has(request.instanceId)
          ? { status: 500, body: {} }
          : answer;
      },
    },
    rows: ['BIND-201'],
    shortest: /^provision, bind, (bind, unbind|unbind, bind), repeat$/,
  },
  {
    name: 'confuses two instances when one of them is deleted',
    miniature: {
      after(answer, request, state) {
        if (request.route === 'deprovision' && answer.status === 200) {
          const [other] = state.instances.keys();
          if (other !== undefined) state.instances.delete(other);
        }
        return answer;
      },
    },
    rows: ['GETI-SUPPORTED', 'DEP-200', 'BIND-201', 'UNB-200', 'GETB-SUPPORTED'],
    shortest: /^provision, provision, deprovision, (fetch|deprovision|bind)$/,
  },
];

/** A broker that refuses ids that were used before: legal unless it says otherwise (HC-21). */
export const refusesReuse: Miniature = {
  after(answer, request, state) {
    if (request.route === 'deprovision' && answer.status === 200)
      state.scratch.set(`used ${request.instanceId}`, true);
    return answer;
  },
  before: (request, state) =>
    request.route === 'provision' && request.authorised && state.scratch.has(`used ${request.instanceId}`)
      ? failure(409, 'The instance exists.', 'Conflict')
      : undefined,
};
