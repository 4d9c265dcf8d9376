import { Place } from '../engine/place.ts';
import { fromString, decode } from './decode.ts';
import { holdsCatalog } from './forms.ts';
import type { Range } from './json-locate.ts';
import { Lines } from './lines.ts';
import { inputRules } from './input-rules.ts';
import { manifestKind, textsIn, type HeldText } from './manifest.ts';
import { outerRanges, type WrittenAs } from './offsets.ts';
import { clip, limits, refused, start, type InputFinding, type Reading, type Stretch } from './reading.ts';

/** Where a text is written in the document that holds it. */
export interface Writing {
  readonly as: WrittenAs;
  /** Of its first character. */
  readonly start: number;
  /** Of the whole, marks and all. */
  readonly range: Range;
  /** Of its key. */
  readonly key: Range;
}

/** The document that holds the texts. */
export interface Holder {
  readonly text: string;
  readonly value: unknown;
  /** Finds where the text at a path is written; `undefined` where that cannot be said, as behind an alias. */
  readonly writing: (path: readonly (string | number)[]) => Writing | undefined;
}

/** Reads a text by itself. */
export type ReadText = (text: string, name: string) => Reading;

const mayBeCatalog = /services|plans|openservicebroker/;

/** The texts of a Kubernetes manifest that hold a catalog, read; else the first that was meant to, with what is wrong about it. */
export function embeddedIn(holder: Holder, read: ReadText): readonly Reading[] {
  let budget: number = limits.yamlBytes;
  const broken: Reading[] = [];
  const found = textsIn(holder.value).flatMap((held): Reading[] => {
    const text = textOf(held);
    if (text === undefined || !mayBeCatalog.test(text) || budget < text.length) return [];
    budget -= text.length;
    const inner = read(text, held.name);
    const embedded = outwards(inner, text, holder, held);
    if (inner.document === undefined) {
      if (/\.(?:json|ya?ml)$|catalog|services/i.test(held.name)) broken.push(embedded);
      return [];
    }
    return holdsCatalog(inner.document.value) ? [embedded] : [];
  });
  return found.length > 0 ? found : broken.slice(0, 1);
}

function textOf({ written, encoded }: HeldText): string | undefined {
  if (!encoded) return fromString(written).text;
  const compact = written.replaceAll(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) return undefined;
  const characters = atob(compact.padEnd(Math.ceil(compact.length / 4) * 4, '='));
  const bytes = new Uint8Array(characters.length);
  for (let at = 0; at < characters.length; at++) bytes[at] = characters.charCodeAt(at);
  return decode(bytes).text;
}

/** The reading of a held text, with its places and stretches in the document that holds it. */
function outwards(inner: Reading, text: string, holder: Holder, held: HeldText): Reading {
  const writing = holder.writing(held.path);
  const lines = new Lines(text);
  const stretches = (ranges: readonly Range[]): readonly Stretch[] => {
    if (writing === undefined) return ranges.map(() => ({ offset: 0, length: 0 }));
    if (!held.encoded) {
      return outerRanges(text, ranges, { outer: holder.text, ...writing });
    }
    return ranges.map(({ offset, length }) => {
      const { line, column } = lines.position(offset, length);
      return { ...writing.key, inside: `line ${line}, column ${column} of the decoded text` };
    });
  };
  const base = Place.root.descend(held.path);
  const findings = inner.findings.map((finding): InputFinding => {
    const [range] = finding.range === undefined ? [] : stretches([finding.range]);
    return { ...finding, at: joined(base, finding.at.path, finding.at.isKey), ...(range && { range }) };
  });
  return {
    ...inner,
    text: held.encoded && writing !== undefined ? masked(holder.text, writing.range) : holder.text,
    findings,
    notes: [`Read the catalog at "${held.path.join('/')}" of the ${held.holder}.`, ...inner.notes],
    ...(inner.document && { document: { value: inner.document.value, at: base } }),
    locate: (places) => stretches(inner.locate(places.map((place) => inside(place, held.path.length)))),
  };
}

/** A place without its first keys. */
function inside({ path, isKey }: Place, depth: number): Place {
  return joined(Place.root, path.slice(depth), isKey);
}

function joined(base: Place, path: readonly (string | number)[], isKey: boolean): Place {
  const last = path.at(-1);
  return isKey && typeof last === 'string' ? base.descend(path.slice(0, -1)).keyOf(last) : base.descend(path);
}

/** What is said of a second catalog in a file. */
export function secondCatalog({ document, locate }: Reading): InputFinding {
  const at = document?.at ?? Place.root;
  const [range] = locate([at]);
  const message =
    'The file holds more than one catalog, and only the first is examined; this is the second. Put each into a file of its own.';
  return { rule: inputRules.found, message, at, ...(range && { range }) };
}

/** The refusal of a Kubernetes manifest that holds no catalog. */
export function withoutCatalog(format: Reading['format'], text: string, value: unknown): Reading {
  const kind = manifestKind(value) ?? '';
  const names = textsIn(value).map(({ name }) => JSON.stringify(clip(name)));
  const among =
    names.length === 0
      ? ''
      : ` Looked for one in ${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}.`;
  const message = `The document is a Kubernetes ${clip(kind)}, in which there is no catalog.${among} Give the file that holds the catalog, or a ConfigMap or Secret with it.`;
  return refused(format, text, { rule: inputRules.found, message, at: Place.root, range: start });
}

/** A text in which nobody can read a stretch: what is encoded may hold secrets that no pattern finds. */
function masked(text: string, { offset, length }: Range): string {
  const end = offset + length;
  return text.slice(0, offset) + text.slice(offset, end).replaceAll(/[A-Za-z0-9+/=]/g, '*') + text.slice(end);
}
