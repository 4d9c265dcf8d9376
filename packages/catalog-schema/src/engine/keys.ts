/** Where in a catalog an object stands, as far as its keys are concerned. */
export type Level = keyof typeof knownKeys;

/** The keys that the newest specification and profile define for each object of a catalog. */
export const knownKeys = {
  catalog: ['services'],
  offering: [
    'id',
    'name',
    'description',
    'tags',
    'requires',
    'bindable',
    'instances_retrievable',
    'bindings_retrievable',
    'allow_context_updates',
    'metadata',
    'dashboard_client',
    'plan_updateable',
    'plans',
  ],
  plan: [
    'id',
    'name',
    'description',
    'metadata',
    'free',
    'bindable',
    'binding_rotatable',
    'plan_updateable',
    'schemas',
    'maximum_polling_duration',
    'maintenance_info',
  ],
  offeringMetadata: [
    'displayName',
    'imageUrl',
    'longDescription',
    'providerDisplayName',
    'documentationUrl',
    'supportUrl',
    'shareable',
  ],
  planMetadata: ['bullets', 'costs', 'displayName'],
  schemas: ['service_instance', 'service_binding'],
  instanceSchema: ['create', 'update'],
  bindingSchema: ['create'],
  method: ['parameters'],
  maintenanceInfo: ['version', 'description'],
  dashboardClient: ['id', 'secret', 'redirect_uri'],
} as const satisfies Record<string, readonly string[]>;

/** Names that people use for a key although they look nothing like it. */
const aliases: Readonly<Partial<Record<Level, ReadonlyMap<string, string>>>> = {
  catalog: new Map([
    ['offerings', 'services'],
    ['serviceofferings', 'services'],
  ]),
  offering: new Map([
    ['planupdatable', 'plan_updateable'],
    ['tag', 'tags'],
    ['serviceplans', 'plans'],
    ['guid', 'id'],
    ['serviceid', 'id'],
  ]),
  plan: new Map([
    ['planupdatable', 'plan_updateable'],
    ['maxpollingduration', 'maximum_polling_duration'],
    ['planid', 'id'],
    ['guid', 'id'],
  ]),
  offeringMetadata: new Map([
    ['docsurl', 'documentationUrl'],
    ['logourl', 'imageUrl'],
    ['iconurl', 'imageUrl'],
    ['sharable', 'shareable'],
  ]),
  dashboardClient: new Map([['redirecturl', 'redirect_uri']]),
};

/** A key without what people vary: case, hyphens, underscores. */
export function canonicalKey(key: string): string {
  return key.replaceAll(/[-_.\s]/g, '').toLowerCase();
}

/** The key that somebody meant who wrote another one; `undefined` when nothing is close. */
export function meantKey(level: Level, key: string): string | undefined {
  if (key.length > 40) return undefined;
  const canonical = canonicalKey(key);
  const alias = aliases[level]?.get(canonical);
  if (alias !== undefined) return alias;
  const known: readonly string[] = knownKeys[level];
  return known.find((right) => isSlip(canonical, canonicalKey(right)));
}

/** The name among some that somebody meant who wrote another one; `undefined` when nothing is close, or it is one of them. */
export function nearestName(written: string, names: readonly string[]): string | undefined {
  if (written.length > 40 || names.includes(written)) return undefined;
  return names.find((right) => isSlip(canonicalKey(written), canonicalKey(right)));
}

/** Long words may have two slips of the finger, short ones one, very short ones none. */
function isSlip(written: string, right: string): boolean {
  if (written === right) return true;
  const allowed = right.length >= 9 ? 2 : right.length >= 5 ? 1 : 0;
  return (
    allowed > 0 && Math.abs(written.length - right.length) <= allowed && distance(written, right) <= allowed
  );
}

/** Insertions, deletions, replacements and swaps of neighbours between two words. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  const cell = (row: number, column: number): number => rows[row]?.[column] ?? 0;
  for (let i = 1; i <= a.length; i++) {
    rows.push([i]);
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(cell(i - 1, j) + 1, cell(i, j - 1) + 1, cell(i - 1, j - 1) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, cell(i - 2, j - 2) + 1);
      rows[i]?.push(best);
    }
  }
  return cell(a.length, b.length);
}

/** Keys that belong elsewhere: the object they stand in, and the one that would read them. */
const misplaced: Readonly<Partial<Record<Level, ReadonlyMap<string, string>>>> = {
  offering: new Map([
    ...['maximum_polling_duration', 'binding_rotatable', 'free', 'schemas', 'maintenance_info'].map(
      (key) => [key, 'each plan'] as const,
    ),
    ...knownKeys.offeringMetadata.map((key) => [key, '"metadata" of the offering'] as const),
    ...['bullets', 'costs'].map((key) => [key, '"metadata" of each plan'] as const),
  ]),
  plan: new Map([
    ...[
      'dashboard_client',
      'requires',
      'tags',
      'instances_retrievable',
      'bindings_retrievable',
      'allow_context_updates',
      'plans',
    ].map((key) => [key, 'the offering'] as const),
    ...knownKeys.offeringMetadata.map((key) => [key, '"metadata" of the offering'] as const),
    ...knownKeys.planMetadata.map((key) => [key, '"metadata" of the plan'] as const),
  ]),
  offeringMetadata: new Map(
    [
      'plan_updateable',
      'instances_retrievable',
      'bindings_retrievable',
      'allow_context_updates',
      'dashboard_client',
      'requires',
    ].map((key) => [key, 'the offering itself'] as const),
  ),
  planMetadata: new Map<string, string>([
    ...[
      'plan_updateable',
      'schemas',
      'maximum_polling_duration',
      'maintenance_info',
      'binding_rotatable',
    ].map((key) => [key, 'the plan itself'] as const),
    ...knownKeys.offeringMetadata
      .filter((key) => key !== 'displayName')
      .map((key) => [key, '"metadata" of the offering'] as const),
  ]),
};

/** Where a key belongs that stands in the wrong object; `undefined` when it belongs nowhere else. */
export function rightPlace(level: Level, key: string): string | undefined {
  const place = misplaced[level]?.get(key);
  if (place !== undefined || level !== 'planMetadata') return place;
  const right = ofOfferings.get(canonicalKey(key));
  return right === undefined ? undefined : `"metadata" of the offering, as "${right}"`;
}

/** What the metadata of offerings have and those of plans have not, however it is written. */
const ofOfferings: ReadonlyMap<string, string> = new Map(
  knownKeys.offeringMetadata.filter((key) => key !== 'displayName').map((key) => [canonicalKey(key), key]),
);

const knownSets: ReadonlyMap<Level, ReadonlySet<string>> = new Map(
  (Object.keys(knownKeys) as Level[]).map((level) => [level, new Set<string>(knownKeys[level])]), // its keys are the levels
);
const none: ReadonlySet<string> = new Set();

/** The keys that the specification or the profile defines for an object. */
export function knownKeysAt(level: Level): ReadonlySet<string> {
  return knownSets.get(level) ?? none;
}

/** True when the specification or the profile defines the key for the object. */
export function isKnownKey(level: Level, key: string): boolean {
  return knownKeysAt(level).has(key);
}

/** The spellings in which people write the keys of an object, each with the key that is meant: camel, kebab and the like. */
export function spellingsAt(level: Level): ReadonlyMap<string, string> {
  const right: readonly string[] = knownKeys[level];
  const spellings = right.flatMap((key) =>
    spellingsOf(wordsOf(key)).map((written): [string, string] => [written, key]),
  );
  const taken = new Set(right);
  const others = [...(aliases[level] ?? [])].filter(([written]) => !taken.has(written));
  const updatable = right
    .filter((key) => key.includes('updateable'))
    .flatMap((key) =>
      ['updatable', 'updateable']
        .flatMap((word) => spellingsOf([...wordsOf(key).slice(0, -1), word]))
        .map((written): [string, string] => [written, key]),
    );
  return new Map(
    [...spellings, ...others, ...updatable].filter(
      ([written, key]) => written !== key && !taken.has(written),
    ),
  );
}

function wordsOf(key: string): string[] {
  return key
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split('_');
}

function spellingsOf(words: readonly string[]): readonly string[] {
  const upper = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
  const pascal = words.map(upper).join('');
  return [
    words.join('_'),
    words.join('-'),
    words.join(''),
    pascal,
    pascal.charAt(0).toLowerCase() + pascal.slice(1),
  ];
}
