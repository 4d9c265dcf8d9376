import { STATUS_CODES } from 'node:http';
import type { ValidationResult } from '@osb-kit/catalog-schema';
import type { FetchedCatalog } from './catalog-source.ts';
import type { MessageDialect } from './catalog-formats.ts';

/** What a platform prints for a catalog, in its documented or in today's words; empty for one that it accepts. */
export async function dialectText(
  result: ValidationResult,
  dialect: Exclude<MessageDialect, 'findings'>,
): Promise<string> {
  const { cloudControllerError, examineAsCloudController, renderDocumentedMessage } =
    await import('@osb-kit/catalog-schema');
  const { platformVersion } = result;
  const numbers = {
    ...exactText(result),
    ...(platformVersion !== undefined && { apiVersion: platformVersion }),
  };
  if (dialect === 'documented') {
    const text = renderDocumentedMessage(result.catalog, numbers);
    return text === '' ? '' : `${text}\n`;
  }
  const error = cloudControllerError(examineAsCloudController(result.catalog, numbers));
  return error === undefined ? '' : `${error.detail}${error.detail.endsWith('\n') ? '' : '\n'}`;
}

/** What a platform's documentation says of a broker that serves no catalog; `undefined` where it says nothing. */
export async function dialectErrorFor(
  fetched: Exclude<FetchedCatalog, { kind: 'catalog' }>,
  dialect: Exclude<MessageDialect, 'findings'>,
): Promise<string | undefined> {
  if (dialect !== 'documented') return undefined;
  const { responseNotUnderstood, returnedError, wrongCredentials } = await import('@osb-kit/catalog-schema');
  switch (fetched.kind) {
    case 'unanswered':
      return undefined;
    case 'not-understood':
      return responseNotUnderstood();
    case 'refused':
      return fetched.status === 401
        ? wrongCredentials(fetched.url)
        : returnedError(fetched.url, fetched.status, STATUS_CODES[fetched.status] ?? '');
  }
}

/** The text of a catalog that is JSON from its root on: it tells 1.0 from 1, as the platform does. */
function exactText({ text, catalog }: ValidationResult): { readonly text?: string } {
  if (text === undefined || typeof catalog !== 'object' || catalog === null) return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'services' in value ? { text } : {};
  } catch {
    return {};
  }
}
