import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { BrokerError } from '../errors.ts';
import type { Authenticate } from '../http/authentication.ts';
import { type Listener, unauthorized } from '../http/front.ts';
import { parseQuery } from '../http/query.ts';
import { send } from '../http/respond.ts';
import type { Reply } from '../http/route.ts';
import { percentDecoded } from '../http/router.ts';
import type { Logger } from '../logger.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';
import type { DashboardServices, Page, PageDefinition } from './page.ts';
import { script } from './script.ts';
import { style } from './style.ts';

/** What the dashboard works with. */
export interface DashboardParts {
  readonly pages: readonly PageDefinition[];
  readonly services: DashboardServices;
  readonly authenticate: Authenticate;
  readonly log: Logger;
}

const prefix = '/dashboard';

const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

const version = createHash('sha256').update(style).update(script).digest('hex').slice(0, 12);

const files: ReadonlyMap<string, readonly [type: string, body: Buffer]> = new Map([
  ['dashboard.css', ['text/css; charset=utf-8', Buffer.from(style)]],
  ['dashboard.js', ['text/javascript; charset=utf-8', Buffer.from(script)]],
]);

/**
 * Pages about the state of a broker, below `/dashboard` of wherever it is mounted, for those who may call its API. It
 * only reads. Other paths are left to `next`.
 */
export function createDashboard(parts: DashboardParts): Listener {
  return (request, response, next) => {
    const [path, query] = splitOnce(request.url ?? '/', '?');
    if (next !== undefined && path !== prefix && !path.startsWith(`${prefix}/`)) {
      next();
      return;
    }
    void answer(parts, request, path.slice(prefix.length), query).then((reply) => send(response, reply));
  };
}

async function answer(
  parts: DashboardParts,
  request: IncomingMessage,
  rest: string,
  search: string,
): Promise<Reply> {
  // Only a path with its slash is the root that links are relative to.
  if (rest === '') return { status: 308, headers: { Location: `${prefix.slice(1)}/` } };
  const path = rest.slice(1);
  const root = '../'.repeat(path.split('/').length - 1);
  const found = pageAt(parts.pages, path);
  try {
    if ((await parts.authenticate(request)) === undefined) throw unauthorized();
    if (request.method !== 'GET' && request.method !== 'HEAD') throw onlyReads(request.method ?? '');
    const file = files.get(path);
    if (file !== undefined) return fileReply(file);
    if (found === undefined) throw new BrokerError('NotFound', 'The dashboard has no such page.');
    const id = percentDecoded(found.id, 'The id in the path');
    const query = parseQuery(search);
    for (const value of [id, ...query.values()]) refuseUnusable(value);
    const page = await found.page.handle({ id, query, root }, parts.services);
    return pageReply(parts, page, root, found.page.path);
  } catch (error) {
    return errorPage(parts, error, root, request);
  }
}

interface Found {
  readonly page: PageDefinition;
  /** As in the path. */
  readonly id: string;
}

function pageAt(pages: readonly PageDefinition[], path: string): Found | undefined {
  const exactly = pages.find((page) => page.path === path);
  if (exactly !== undefined) return { page: exactly, id: '' };
  const [folder, id] = splitOnce(path, '/');
  const page = pages.find((candidate) => candidate.path === `${folder}/:id`);
  return page === undefined || id === '' || id.includes('/') ? undefined : { page, id };
}

const longestValue = 512;

/** Refuses what no store holds and some cannot even be asked for. */
function refuseUnusable(value: string): void {
  if (value.length > longestValue) {
    throw new BrokerError(
      'NotFound',
      `No id and no filter has ${String(value.length)} characters; the longest has 255.`,
    );
  }
  if (/[\p{Cc}\p{Cs}]/u.test(value))
    throw new BrokerError('NotFound', 'No id and no filter has control characters.');
}

function pageReply({ pages }: DashboardParts, page: Page, root: string, current: string): Reply {
  const nav = pages.flatMap(({ path, nav: name }) => (name === undefined ? [] : [[path, name] as const]));
  return {
    status: page.status ?? 200,
    body: Buffer.from(layout(page, { root, nav, current, version }).text),
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy,
      'Cross-Origin-Resource-Policy': 'same-origin',
    },
  };
}

function fileReply([type, body]: readonly [type: string, body: Buffer]): Reply {
  return {
    status: 200,
    body,
    headers: {
      'Content-Type': type,
      'Cache-Control': 'private, max-age=86400',
      'Cross-Origin-Resource-Policy': 'same-origin',
    },
  };
}

function errorPage(parts: DashboardParts, error: unknown, root: string, request: IncomingMessage): Reply {
  const known = error instanceof BrokerError;
  if (!known) parts.log.error({ err: error, path: request.url }, 'a page of the dashboard failed');
  const status = known ? error.status : 500;
  const why = known ? error.message : 'The dashboard failed. The log of the broker has the reason.';
  const title = status === 401 ? 'Sign in' : status === 404 ? 'Not found' : 'No page';
  const page: Page = {
    status,
    title,
    main: html`<h1>${title}</h1>
      <p>${why}</p>`,
  };
  // Strangers are not told what there is.
  const reply = pageReply(status === 401 ? { ...parts, pages: [] } : parts, page, root, 'none');
  return { ...reply, headers: { ...reply.headers, ...(known && error.headers) } };
}

function onlyReads(method: string): BrokerError {
  return new BrokerError('MethodNotAllowed', `The dashboard only reads: ${method} is not possible.`, {
    headers: { Allow: 'GET, HEAD' },
  });
}

function splitOnce(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
