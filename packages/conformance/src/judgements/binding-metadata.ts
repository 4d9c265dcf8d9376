import { brief, isObject, member, type JsonObject } from '../engine/json.ts';
import type { BindingJudgement } from './binding-body.ts';
import type { Place } from './fields.ts';

const withFraction = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d+Z$/;
const withoutFraction = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/** The moment that a timestamp of the specification names; `undefined` for any other text. */
export function momentOf(value: unknown): number | undefined {
  if (typeof value !== 'string' || !(withFraction.test(value) || withoutFraction.test(value)))
    return undefined;
  const time = Date.parse(value);
  // Date.parse takes 31 February for March; a real date is written back the same.
  if (!Number.isFinite(time) || new Date(time).toISOString().slice(0, 10) !== value.slice(0, 10))
    return undefined;
  return time;
}

/** A timestamp has the form yyyy-mm-ddThh:mm:ss.sZ (HC-40). */
export function judgeTimestamp(name: 'expires_at' | 'renew_before'): BindingJudgement {
  return (place, body) => {
    const value = member(body['metadata'], name);
    if (value === undefined) return;
    const weight =
      value === null ||
      (typeof value === 'string' && withoutFraction.test(value) && momentOf(value) !== undefined)
        ? 'warning'
        : undefined;
    place.expect.that(
      typeof value === 'string' && withFraction.test(value) && momentOf(value) !== undefined,
      {
        about: place.about,
        answer: place.answer,
        expected: 'a real date as yyyy-mm-ddThh:mm:ss.sZ',
        actual: `"${name}": ${brief(value)}`,
        because: 'timestamps have this form',
        ...(weight === undefined ? {} : { weight }),
      },
    );
  };
}

/** Renewal is due before the end, with time to spare. */
export const judgeRenewal: Record<'beforeEnd' | 'buffer', BindingJudgement> = {
  beforeEnd: (place, body) => {
    compareTimes(place, body, (left) => left >= 0, '"renew_before" at or before "expires_at"');
  },
  buffer: (place, body) => {
    compareTimes(
      place,
      body,
      (left) => left < 0 || left >= 60_000,
      '"renew_before" at least a minute before "expires_at"',
    );
  },
};

function compareTimes(
  place: Place,
  body: JsonObject,
  fits: (left: number) => boolean,
  expected: string,
): void {
  const metadata = body['metadata'];
  const expires = momentOf(member(metadata, 'expires_at'));
  const renew = momentOf(member(metadata, 'renew_before'));
  if (expires === undefined || renew === undefined) return;
  place.expect.that(fits(expires - renew), {
    about: place.about,
    answer: place.answer,
    expected,
    actual: `${brief(member(metadata, 'renew_before'))} and ${brief(member(metadata, 'expires_at'))}`,
    because: 'platforms rotate between the two',
  });
}

/** A new binding has not expired yet; five minutes are granted to clocks. */
export const judgeExpiry: BindingJudgement = (place, body) => {
  const expires = momentOf(member(body['metadata'], 'expires_at'));
  if (expires === undefined) return;
  place.expect.that(expires > Date.now() - 300_000, {
    about: place.about,
    answer: place.answer,
    expected: '"expires_at" in the future',
    actual: `"expires_at": ${brief(member(body['metadata'], 'expires_at'))}`,
    because: 'the binding has just been created',
  });
};

const secretNames = /^(user(name)?|pass(word)?|uri|url|host(name)?|token|secret|credentials)$/i;

/** Metadata is no place for secrets; values are compared, never shown. */
export const judgeMetadataSecrets: BindingJudgement = (place, body) => {
  const metadata = body['metadata'];
  if (!isObject(metadata)) return;
  const secrets = new Set(leavesOf(body['credentials']).filter((text) => text.length >= 6));
  const leaks = Object.entries(metadata).filter(
    ([name, value]) =>
      name !== 'expires_at' &&
      name !== 'renew_before' &&
      (secretNames.test(name) || leavesOf(value).some((text) => secrets.has(text))),
  );
  place.expect.that(leaks.length === 0, {
    about: place.about,
    answer: place.answer,
    expected: 'no credentials in "metadata"',
    actual: leaks.map(([name]) => `"metadata.${name}"`).join(', '),
    because: 'platforms show metadata to people who may not see credentials',
  });
};

function leavesOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  return isObject(value) ? Object.values(value).flatMap(leavesOf) : [];
}
