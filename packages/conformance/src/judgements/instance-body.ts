import { atLeast, type ApiVersion } from '@osb-kit/spec';
import { brief, isObject, member } from '../engine/json.ts';
import { isAbsoluteUri, optionalField, type Place } from './fields.ts';

/** `dashboard_url` is a string or null; before 2.15 a non-empty string. */
export function judgeDashboardType(place: Place, body: unknown, version: ApiVersion): void {
  const value = member(body, 'dashboard_url');
  if (value === undefined) return;
  const legal = atLeast(version, '2.15')
    ? value === null || typeof value === 'string'
    : typeof value === 'string' && (value !== '' || version === '2.11');
  place.expect.that(legal, {
    about: place.about,
    answer: place.answer,
    expected: atLeast(version, '2.15')
      ? '"dashboard_url" to be a string or null'
      : '"dashboard_url" to be a non-empty string',
    actual: `"dashboard_url": ${brief(value)}`,
    because: 'the field is present',
  });
}

/** A dashboard URL is an http or https URL. */
export function judgeDashboardUrl(place: Place, body: unknown): void {
  const value = member(body, 'dashboard_url');
  if (typeof value !== 'string' || value === '') return;
  place.expect.that(isAbsoluteUri(value) && /^https?:/i.test(value), {
    about: place.about,
    answer: place.answer,
    expected: 'an absolute http or https URL',
    actual: `"dashboard_url": ${brief(value)}`,
    because: 'users open it in a browser',
  });
}

/** `metadata.labels` or `metadata.attributes` is an object, best of scalars. */
export function judgeMetadataPart(place: Place, body: unknown, name: 'labels' | 'attributes'): void {
  const metadata = member(body, 'metadata');
  if (!optionalField(place, metadata, name, 'object')) return;
  const values = member(metadata, name);
  const odd = isObject(values)
    ? Object.entries(values).find(([, value]) => typeof value === 'object')
    : undefined;
  place.expect.that(odd === undefined, {
    about: place.about,
    answer: place.answer,
    expected: `the values of "metadata.${name}" to be scalars`,
    actual: odd === undefined ? '' : `"${odd[0]}": ${brief(odd[1])}`,
    because: 'platforms show them as key and value',
    weight: 'advice',
  });
}
