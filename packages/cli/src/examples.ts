import { stringify } from 'yaml';

const longestText = 80;
const mostElements = 4;

/** An example for people: YAML, with long texts and lists cut down to what shows the point, indented. */
export function exampleForPeople(value: unknown): string {
  const text = stringify(shortened(value), { indentSeq: false, lineWidth: 0 }).trimEnd();
  return text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}

/** A text for people: what nobody can see is shown by its number, and what is long is cut. */
export function textForPeople(text: string): string {
  const cut = text.length > 200 ? `${text.slice(0, 80)}… (${String(text.length)} characters)` : text;
  const shown = cut.replaceAll(
    /[^\P{Cc}\n]|\p{Cf}/gu,
    (sign) => `<U+${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}>`,
  );
  return shown
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}

function shortened(value: unknown): unknown {
  if (typeof value === 'string') {
    const count = Array.from(value).length;
    return count > longestText ? `${value.slice(0, 40)}… (${String(count)} characters)` : value;
  }
  if (Array.isArray(value)) {
    const elements: readonly unknown[] = value;
    const more = elements.length - (mostElements - 1);
    const kept =
      elements.length > mostElements
        ? [...elements.slice(0, mostElements - 1), `… ${String(more)} more`]
        : elements;
    return kept.map(shortened);
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shortened(inner)]));
}
