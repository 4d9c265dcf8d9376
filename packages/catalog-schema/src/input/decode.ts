/** Text that came out of bytes, with what was odd about them. */
export interface Decoded {
  readonly text: string;
  readonly bom: boolean;
  /** Present when the bytes are not UTF-8. */
  readonly encoding?: 'UTF-16' | 'UTF-32' | 'invalid UTF-8';
  /** The first byte that is no UTF-8. */
  readonly invalid?: InvalidByte;
}

/** A byte that is no UTF-8. */
export interface InvalidByte {
  readonly byte: number;
  /** Among the bytes, from 0. */
  readonly at: number;
  /** In the text. */
  readonly offset: number;
  /** The letter that it is in Latin-1, where it is a letter. */
  readonly latin1?: string;
}

/** Turns bytes into text. JSON is exchanged as UTF-8 (RFC 8259); anything else is read as far as it goes, and named. */
export function decode(bytes: Uint8Array): Decoded {
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  if (a === 0xff && b === 0xfe && c === 0 && d === 0 && bytes.length >= 4)
    return { text: '', bom: true, encoding: 'UTF-32' };
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return { text: '', bom: true, encoding: 'UTF-32' };
  if (a === 0xff && b === 0xfe) return utf16(bytes.subarray(2), true, true);
  if (a === 0xfe && b === 0xff) return utf16(bytes.subarray(2), false, true);
  if (bytes.length >= 2 && a !== 0 && b === 0 && d === 0 && c !== 0) return utf16(bytes, true, false);
  if (bytes.length >= 2 && a === 0 && b !== 0 && c === 0 && d !== 0) return utf16(bytes, false, false);
  const bom = a === 0xef && b === 0xbb && c === 0xbf;
  const body = bom ? bytes.subarray(3) : bytes;
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body), bom };
  } catch {
    return {
      text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(body),
      bom,
      encoding: 'invalid UTF-8',
      invalid: firstInvalid(body, bytes.length - body.length),
    };
  }
}

/** Halves the bytes until the first one is found at which decoding fails. */
function firstInvalid(bytes: Uint8Array, skipped: number): InvalidByte {
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isPrefix(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const text = decoder.decode(bytes.subarray(0, good), { stream: true });
  const at = Math.min(new TextEncoder().encode(text).length, bytes.length - 1);
  const byte = bytes[at] ?? 0;
  const isLetter = byte >= 0xc0 && byte !== 0xd7 && byte !== 0xf7;
  return {
    byte,
    at: at + skipped,
    offset: text.length,
    ...(isLetter && { latin1: String.fromCharCode(byte) }),
  };
}

/** True when bytes are UTF-8, an unfinished last character aside. */
function isPrefix(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function utf16(bytes: Uint8Array, littleEndian: boolean, bom: boolean): Decoded {
  const units = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength - (bytes.byteLength % 2));
  const parts: string[] = [];
  const chunk = 8192;
  for (let at = 0; at < units.byteLength; at += chunk) {
    const codes: number[] = [];
    for (let i = at; i < Math.min(at + chunk, units.byteLength); i += 2)
      codes.push(units.getUint16(i, littleEndian));
    parts.push(String.fromCharCode(...codes));
  }
  return { text: parts.join(''), bom, encoding: 'UTF-16' };
}

/** A text given as string: only a byte order mark can be odd about it. */
export function fromString(text: string): Decoded {
  const bom = text.charCodeAt(0) === 0xfeff;
  return { text: bom ? text.slice(1) : text, bom };
}
