import { isArray, isObject, own, type JsonObject } from '../engine/json.ts';

/** A text that a Kubernetes manifest holds, as the files of a ConfigMap or Secret are. */
export interface HeldText {
  /** Keys from the document down to the text. */
  readonly path: readonly (string | number)[];
  /** What holds it, as in `ConfigMap "broker"`. */
  readonly holder: string;
  /** The key under which it stands: a file name, as a rule. */
  readonly name: string;
  /** As it is written: base64 where `encoded`. */
  readonly written: string;
  readonly encoded: boolean;
}

const holders: ReadonlyMap<string, readonly (readonly [key: string, encoded: boolean])[]> = new Map([
  [
    'ConfigMap',
    [
      ['data', false],
      ['binaryData', true],
    ],
  ],
  [
    'Secret',
    [
      ['stringData', false],
      ['data', true],
    ],
  ],
]);

/** The kind of a document that is a Kubernetes manifest; `undefined` for any other. */
export function manifestKind(document: unknown): string | undefined {
  if (!isObject(document)) return undefined;
  const kind = own(document, 'kind');
  return typeof kind === 'string' && typeof own(document, 'apiVersion') === 'string' ? kind : undefined;
}

/** The texts in a ConfigMap or Secret, or in a list of them. */
export function textsIn(document: unknown): readonly HeldText[] {
  const kind = manifestKind(document);
  if (kind === undefined || !isObject(document)) return [];
  const items = own(document, 'items');
  if (!/^(?:ConfigMap|Secret)?List$/.test(kind) || !isArray(items)) return textsOf(document, kind, []);
  return items.flatMap((item, index) => {
    const own = manifestKind(item) ?? kind.replace(/List$/, '');
    return isObject(item) ? textsOf(item, own, ['items', index]) : [];
  });
}

function textsOf(manifest: JsonObject, kind: string, path: readonly (string | number)[]): HeldText[] {
  const metadata = own(manifest, 'metadata');
  const label = isObject(metadata) ? own(metadata, 'name') : undefined;
  const holder = typeof label === 'string' ? `${kind} ${JSON.stringify(label.slice(0, 60))}` : kind;
  return (holders.get(kind) ?? []).flatMap(([key, encoded]) => {
    const texts = own(manifest, key);
    if (!isObject(texts)) return [];
    return Object.entries(texts).flatMap(([name, written]): HeldText[] =>
      typeof written === 'string' ? [{ path: [...path, key, name], holder, name, written, encoded }] : [],
    );
  });
}
