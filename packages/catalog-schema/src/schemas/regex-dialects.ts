/** A way to write regular expressions that is not that of JSON Schema. */
interface Dialect {
  readonly sign: RegExp;
  readonly what: string;
  readonly remedy: string;
}

/** Signs that ECMA 262 does not have, or takes for something else; told in the order of the table. */
const dialects: readonly Dialect[] = [
  {
    sign: /\(\?P[<=>]/,
    what: 'named groups as Python and Go write them',
    remedy: 'Write (?<name>…), or a plain group.',
  },
  {
    sign: /\(\?[a-zA-Z-]*[imsxuUJ][a-zA-Z-]*[:)]/,
    what: 'flags inside the expression',
    remedy: 'Leave them out, and spell both cases: [Aa].',
  },
  {
    sign: /\\[AZzG](?![a-zA-Z])/,
    what: 'the anchors \\A, \\Z and \\z of Ruby, Python and Go',
    remedy: 'Write ^ and $.',
  },
  { sign: /\[\[:\^?\w+:\]/, what: 'classes as POSIX writes them', remedy: 'Write them out, as in [A-Za-z].' },
  {
    sign: /\(\?>|[*+?}]\+(?!\])/,
    what: 'atomic groups or possessive quantifiers of Java and PCRE',
    remedy: 'Write plain groups and quantifiers.',
  },
  { sign: /\(\?#/, what: 'comments inside the expression', remedy: 'Leave them out.' },
  { sign: /\\Q|\\E|\\[hHRX]/, what: 'escapes of Java and PCRE', remedy: 'Write the characters themselves.' },
  { sign: /^\/.*\/[a-z]*$/, what: 'slashes around it, as in JavaScript', remedy: 'Leave the slashes out.' },
];

/** What a pattern has that belongs to another dialect, with the remedy. */
export function dialectOf(pattern: string): { readonly what: string; readonly remedy: string } | undefined {
  const plain = pattern.replaceAll('\\\\', '..'); // an escaped backslash begins nothing
  return dialects.find(({ sign }) => sign.test(plain));
}
