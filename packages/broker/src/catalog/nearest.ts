/** The known word that an unknown one was probably meant to be; `undefined` when none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const plain = letters(word);
  return (
    known.find((each) => letters(each) === plain) ??
    known.find((each) => each.length > 3 && distance(letters(each), plain) <= 2)
  );
}

function letters(word: string): string {
  return word.replace(/[^A-Za-z]/g, '').toLowerCase();
}

/** How many letters are to be put in, taken out or changed. */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [row, letter] of Array.from(a).entries()) {
    const line = [row + 1];
    for (const [column, other] of Array.from(b).entries()) {
      const changed = (above[column] ?? 0) + (letter === other ? 0 : 1);
      line.push(Math.min(changed, (above[column + 1] ?? 0) + 1, (line[column] ?? 0) + 1));
    }
    above = line;
  }
  return above[b.length] ?? 0;
}
