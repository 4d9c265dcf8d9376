/** A piece of a regular expression that can write a text; `turn` chooses among what it may write. */
type Piece = (turn: number) => string;

const turns = 12;
const longest = 400;

/**
 * Texts that likely match a regular expression: literals, classes, groups, alternatives and quantifiers are
 * understood, anything else is left out. Deterministic; each text has to be checked by who uses it.
 */
export function patternSamples(pattern: string): string[] {
  const write = new PatternReader(pattern).read();
  const samples = Array.from({ length: turns }, (_, turn) => write(turn)).filter(
    (text) => text.length <= longest,
  );
  return [...new Set(samples)];
}

const digits = '0123456789';
const word = 'aZ0_';
const named = new Map([
  ['d', digits],
  ['w', word],
  ['s', ' \t'],
  ['D', 'a-'],
  ['W', '- '],
  ['S', 'a-'],
  ['n', '\n'],
  ['t', '\t'],
]);

class PatternReader {
  readonly #pattern: string;
  #at = 0;

  constructor(pattern: string) {
    this.#pattern = pattern.slice(0, 2000);
  }

  read(): Piece {
    return this.#alternatives(0);
  }

  #take(text: string): boolean {
    if (!this.#pattern.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #alternatives(depth: number): Piece {
    const branches = [this.#sequence(depth)];
    while (this.#take('|')) branches.push(this.#sequence(depth));
    return (turn) => branches[turn % branches.length]?.(Math.floor(turn / branches.length)) ?? '';
  }

  #sequence(depth: number): Piece {
    const pieces: Piece[] = [];
    while (this.#at < this.#pattern.length && !/[|)]/.test(this.#pattern.charAt(this.#at))) {
      pieces.push(this.#quantified(this.#atom(depth)));
    }
    return (turn) => {
      let text = '';
      for (const piece of pieces) if (text.length <= longest) text += piece(turn);
      return text;
    };
  }

  #atom(depth: number): Piece {
    if (this.#take('(')) {
      const looks = /^\?(?:<?[=!])/.test(this.#pattern.slice(this.#at));
      this.#at += /^\?(?::|<?[=!]|<\w+>)/.exec(this.#pattern.slice(this.#at))?.[0].length ?? 0;
      const inner = depth > 20 ? () => '' : this.#alternatives(depth + 1);
      this.#take(')');
      return looks ? () => '' : inner;
    }
    if (this.#take('[')) return this.#class();
    const sign = this.#pattern.charAt(this.#at++);
    if (sign === '^' || sign === '$') return () => '';
    if (sign === '.') return among('a0-');
    if (sign === '\\') {
      const escaped = this.#pattern.charAt(this.#at++);
      return escaped === 'b' || escaped === 'B' ? () => '' : among(named.get(escaped) ?? escaped);
    }
    return () => sign;
  }

  #class(): Piece {
    const negated = this.#take('^');
    let members = '';
    while (this.#at < this.#pattern.length && !this.#take(']')) {
      const sign = this.#pattern.charAt(this.#at++);
      if (sign === '\\') {
        const escaped = this.#pattern.charAt(this.#at++);
        members += named.get(escaped) ?? escaped;
      } else if (
        this.#pattern.charAt(this.#at) === '-' &&
        /^-[^\]\\]/.test(this.#pattern.slice(this.#at, this.#at + 2))
      ) {
        const last = this.#pattern.charAt(this.#at + 1);
        this.#at += 2;
        const middle = String.fromCharCode(Math.floor((sign.charCodeAt(0) + last.charCodeAt(0)) / 2));
        members += sign + last + middle;
      } else members += sign;
    }
    if (!negated) return among(members);
    return among(
      Array.from('aZ0-_. /é')
        .filter((sign) => !members.includes(sign))
        .join(''),
    );
  }

  #quantified(piece: Piece): Piece {
    const [text, star, least, comma, most] =
      /^(?:([*+?])|\{(\d{1,5})(,)?(\d{1,5})?\})/.exec(this.#pattern.slice(this.#at, this.#at + 16)) ?? [];
    if (text === undefined) return piece;
    this.#at += text.length;
    this.#take('?');
    const min = star === undefined ? Number(least) : star === '+' ? 1 : 0;
    const open = star === '*' || star === '+' || (comma !== undefined && most === undefined);
    const max = open ? min + 3 : star === '?' ? 1 : Number(most ?? least);
    const counts = [Math.max(min, 1), max, min, Math.floor((min + max) / 2)].filter((count) => count <= max);
    return (turn) => {
      const count = Math.min(counts[turn % counts.length] ?? min, longest);
      return Array.from({ length: count }, (_, index) => piece(turn + index))
        .join('')
        .slice(0, longest + 1);
    };
  }
}

function among(characters: string): Piece {
  return (turn) => characters.charAt(turn % Math.max(1, characters.length));
}
