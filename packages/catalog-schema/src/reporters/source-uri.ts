/** The name of an input as URI reference: relative names stay relative, with forward slashes; URLs stay as they are. */
export function sourceUri(source: string): string {
  if (/^https?:\/\//i.test(source)) return source.replaceAll(/[^\u0021-\u007e]|["<>\\^`{|}]/gu, encode);
  const path = source.replaceAll('\\', '/').replace(/^(?:\.\/+)+/, '');
  const encoded = path.split('/').map(encode).join('/');
  if (/^[a-z]:\//i.test(path)) return `file:///${path.slice(0, 2)}${encoded.slice(encoded.indexOf('/'))}`;
  return path.startsWith('/') ? `file://${encoded.replace(/^\/+/, '/')}` : encoded;
}

function encode(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\ufffd'));
}
