import { isObject, member } from '../../engine/json.ts';
import type { Miniature, Mutant } from '../miniature.ts';
import { answering, mutant } from '../mutations.ts';

/** A broker whose credentials are tried: `command` stands for the service that they are for. */
const tried = (command: string): Miniature => ({
  run: { services: ['database'], plans: ['small'], facts: [{ tryCredentials: command }] },
});

export const credentialsMutants: readonly Mutant[] = [
  mutant(
    'BIND-CREDENTIALS-RETURNED',
    'hands out a password that does not work',
    answering(
      'bind',
      (_request, answer) => answer.status === 201,
      (answer) => {
        const credentials = member(answer.body, 'credentials');
        const wrong = { ...(isObject(credentials) ? credentials : {}), password: 'changeme' };
        return { ...answer, body: { ...(isObject(answer.body) ? answer.body : {}), credentials: wrong } };
      },
      tried(`grep -q '"password":"secret-'`),
    ),
  ),
  mutant('UNB-DELETES', 'forgets a binding whose password goes on working', tried(`grep -q '"password"'`)),
];
