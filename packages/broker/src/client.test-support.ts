import { expect } from 'chai';
import { isJsonObject, type Json, type JsonObject } from './json.ts';

/** What the tests see of an answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as an object; empty when it is not one. */
  readonly body: JsonObject;
}

/** A platform, as far as tests need one. */
export interface Client {
  readonly send: (method: string, path: string, options?: SendOptions) => Promise<Answer>;
  /** Polls last_operation until it is over. */
  readonly settle: (path: string, operation: Json | undefined) => Promise<Answer>;
}

export interface SendOptions {
  /** Sent as JSON; a string is sent as it is. */
  readonly body?: unknown;
  /** A header set to an empty string is left out. */
  readonly headers?: Readonly<Record<string, string>>;
}

export const testUser = { username: 'platform', password: 'correct horse' } as const;

export function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

export function createClient(url: string): Client {
  const send = async (method: string, path: string, { body, headers = {} }: SendOptions = {}) => {
    const all: Record<string, string> = {
      authorization: basic(testUser.username, testUser.password),
      'x-broker-api-version': '2.17',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    };
    const response = await fetch(url + path, {
      method,
      headers: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')),
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: objectIn(text) };
  };
  return {
    send,
    settle: async (path, operation) => {
      const query = typeof operation === 'string' ? `?operation=${encodeURIComponent(operation)}` : '';
      for (let tries = 0; tries < 400; tries += 1) {
        const answer = await send('GET', `${path}/last_operation${query}`);
        if (answer.status !== 200 || answer.body['state'] !== 'in progress') return answer;
        await pause(10);
      }
      throw new Error(`The operation on ${path} did not end.`);
    },
  };
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function objectIn(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** Status, and `error` word when one is expected. */
export function expectAnswer(answer: Answer, status: number, error?: string): void {
  expect(answer.status, answer.text).to.equal(status);
  if (error !== undefined) expect(answer.body['error'], answer.text).to.equal(error);
}
