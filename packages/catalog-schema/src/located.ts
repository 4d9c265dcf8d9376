import type { Judged } from './engine/one-fault.ts';
import type { Circumstances, RawFinding } from './engine/run.ts';
import type { FoundCatalog } from './input/forms.ts';
import { Lines } from './input/lines.ts';
import type { InputFinding, Reading, Stretch } from './input/read.ts';

/** A finding, with its stretch of the text where that is known already. */
export interface LocatedFinding {
  readonly finding: RawFinding;
  readonly range?: Stretch;
}

/** A defect of the document as a finding. */
export function inputFinding(
  { rule, message, at, range }: InputFinding,
  { profiles }: Circumstances,
): LocatedFinding {
  const { id, severity, link } = rule;
  return {
    finding: { rule: id, profile: profiles[0] ?? 'osb', severity, message, at, link, related: [] },
    ...(range && { range }),
  };
}

/** A finding on the wire form, at the place of the document that stands for its place. */
export function atOrigin(finding: RawFinding, found: FoundCatalog | undefined): RawFinding {
  if (found?.origin === undefined) return finding;
  return { ...finding, at: found.origin(finding.at), related: finding.related.map(found.origin) };
}

/** Looks up all places in one pass over the text. */
export function positioned(raw: readonly LocatedFinding[], reading: Reading): Judged[] {
  const { text } = reading;
  const places = raw.flatMap(({ finding }) => [finding.at, ...finding.related]);
  const ranges = places.length === 0 ? [] : reading.locate(places);
  const lines = new Lines(text ?? '');
  const position = (range: Stretch | undefined) =>
    range === undefined || text === undefined ? {} : { position: lines.position(range.offset, range.length) };
  let next = 0;
  return raw.map(({ finding: { at, related, message, ...rest }, range: given }): Judged => {
    const own = ranges[next++];
    const range = given ?? own;
    const others = related.map((place) => ({ pointer: place.pointer, ...position(ranges[next++]) }));
    return {
      ...rest,
      message: range?.inside === undefined ? message : `${message} It is in ${range.inside}.`,
      pointer: at.pointer,
      ...position(range),
      ...(others.length > 0 && { related: others }),
    };
  });
}

/** By place in the text; where there is none, as the rules came by. */
export function inOrder(findings: readonly Judged[]): readonly Judged[] {
  return findings.toSorted((a, b) => (a.position?.offset ?? 0) - (b.position?.offset ?? 0));
}
