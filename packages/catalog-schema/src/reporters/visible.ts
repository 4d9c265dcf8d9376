/** Control characters, marks that turn the direction of writing, invisible spaces and halves of surrogate pairs. */
const unseen = /[^\P{Cc}\t\n]|\p{Cf}|[\u2028\u2029]|\p{Surrogate}/gu;

/**
 * Text fit for any report: what nobody can see, what a terminal would obey and what XML cannot hold becomes U+FFFD.
 * Tabs and line feeds stay.
 */
export function visible(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(unseen, '\ufffd');
}

/** {@link visible} on one line. */
export function visibleLine(text: string): string {
  return visible(text).replaceAll(/[\n\t]+/g, ' ');
}
