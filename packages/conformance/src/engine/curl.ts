import type { Exchange } from './exchange.ts';

/** Headers that curl writes by itself or that carry credentials. */
const leftOut =
  /^(authorization|host|content-length|connection|accept|accept-encoding|user-agent|x-broker-api-request-identity)$/i;

/** A curl command that repeats an exchange. Credentials are taken from OSB_USERNAME and OSB_PASSWORD; what was redacted stays so. */
export function curlOf(exchange: Exchange): string {
  const { method, url, headers, body, credentials } = exchange.request;
  const words = [
    'curl',
    '-i',
    '--path-as-is',
    ...credentialWords(headers, credentials),
    '-X',
    method,
    quote(url),
  ];
  for (const [name, value] of headers) {
    if (!leftOut.test(name)) words.push('-H', quote(`${name}: ${value}`));
  }
  if (body !== null) words.push('--data-binary', quote(body));
  return words.join(' ');
}

function credentialWords(
  headers: Exchange['request']['headers'],
  use: Exchange['request']['credentials'],
): string[] {
  const scheme = headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  if (scheme === undefined || use === 'none') return [];
  if (use === 'altered') return ['-H', quote('Authorization: Basic d3Jvbmc6d3Jvbmc=')];
  if (scheme.startsWith('Bearer')) return ['-H', '"Authorization: Bearer $OSB_TOKEN"'];
  return ['-u', '"$OSB_USERNAME:$OSB_PASSWORD"'];
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
