import { defineRoute } from '../http/route.ts';

/** What the broker offers, with validators for conditional requests (spec.md#catalog-management). */
export const catalog = defineRoute({
  method: 'GET',
  path: '/v2/catalog',
  handle({ headers }, { catalog: offered, catalogChangedAt }) {
    const validators = {
      ETag: offered.etag,
      'Last-Modified': new Date(catalogChangedAt).toUTCString(),
      'Cache-Control': 'no-cache',
    };
    const known = isKnown(
      headers['if-none-match'],
      headers['if-modified-since'],
      offered.etag,
      catalogChangedAt,
    );
    return known
      ? { status: 304, headers: validators }
      : { status: 200, headers: validators, body: offered.body };
  },
});

type Header = string | string[] | undefined;

/** RFC 7232: If-None-Match decides alone when it is there. */
function isKnown(noneMatch: Header, modifiedSince: Header, etag: string, changedAt: number): boolean {
  if (typeof noneMatch === 'string') {
    if (noneMatch.trim() === '*') return true;
    return noneMatch.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === etag);
  }
  if (typeof modifiedSince !== 'string') return false;
  const since = Date.parse(modifiedSince);
  return !Number.isNaN(since) && Math.floor(changedAt / 1000) * 1000 <= since;
}
