const form =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?(?:\+[0-9a-zA-Z.-]+)?$/;

/** Negative, zero or positive as `a` precedes, equals or follows `b` (semver.org 2.0.0, 11); undefined when one is no version. */
export function compareVersions(a: string, b: string): number | undefined {
  const left = form.exec(a);
  const right = form.exec(b);
  if (left === null || right === null) return undefined;
  for (const index of [1, 2, 3]) {
    const order = compareNumbers(left[index] ?? '', right[index] ?? '');
    if (order !== 0) return order;
  }
  return comparePrereleases(left[4], right[4]);
}

/** Any number of digits, without leading zeros. */
function compareNumbers(a: string, b: string): number {
  return a.length === b.length ? compareTexts(a, b) : a.length - b.length;
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function comparePrereleases(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  const left = a.split('.');
  const right = b.split('.');
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const order = compareIdentifiers(left[index] ?? '', right[index] ?? '');
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function compareIdentifiers(a: string, b: string): number {
  const digits = /^\d+$/;
  if (digits.test(a) && digits.test(b)) return compareNumbers(a, b);
  if (digits.test(a) !== digits.test(b)) return digits.test(a) ? -1 : 1;
  return compareTexts(a, b);
}
