import type { MessageDialect } from '../catalog-formats.ts';
import { standardInput } from '../command.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { dialectErrorFor, dialectText } from '../platform-messages.ts';
import { isUnread, whyUnread } from '../unread.ts';
import { codeOfUnread, type Examined } from './inputs.ts';

/** Prints what the platform prints for each input; on standard error which it is about, and that it has nothing to say. */
export async function speak(
  examined: readonly Examined[],
  messages: Exclude<MessageDialect, 'findings'>,
  io: Io,
): Promise<ExitCode> {
  let refused = false;
  for (const input of examined) {
    const { result } = input;
    const name = result.source ?? standardInput;
    const text = await inTheWordsOf(messages, input);
    if (text === undefined) {
      io.stderr(`osb: ${result.failure ?? whyUnread(result)}\n`);
      continue;
    }
    io.stderr(
      text === '' ? `osb: ${name}: the platform accepts it.\n` : `osb: ${name}: the platform says:\n`,
    );
    io.stdout(text);
    refused ||= text !== '';
  }
  return codeOfUnread(examined) ?? (refused ? exitCodes.notConformant : exitCodes.conformant);
}

/** What the platform prints for an input; `undefined` where it has no words for it. */
async function inTheWordsOf(
  messages: Exclude<MessageDialect, 'findings'>,
  input: Examined,
): Promise<string | undefined> {
  if (input.refusal !== undefined) {
    const text = await dialectErrorFor(input.refusal, messages);
    return text === undefined ? undefined : `${text}\n`;
  }
  return 'error' in input || isUnread(input.result) ? undefined : dialectText(input.result, messages);
}
