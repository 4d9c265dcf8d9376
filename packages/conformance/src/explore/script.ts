import { curlOf } from '../engine/curl.ts';
import type { Exchange } from '../engine/exchange.ts';
import { parseJson, stringMember } from '../engine/json.ts';
import type { Contradiction, Trace } from './walk.ts';

/** Shell variables by the ids that a walk used. */
type Names = ReadonlyMap<string, string>;

/**
 * A POSIX shell script that repeats a walk with curl: fresh ids in every run, operations awaited, and all of it removed
 * at the end. It exits with 1 when the last answer has the status that contradicted the specification, else with 0.
 */
export function scriptOf(trace: readonly Trace[], found: Contradiction, target: string): string {
  const names = namesOf(trace);
  const curls = trace.map(({ answer }) => curlWith(answer.exchange, names, target));
  const variables = ['OSB_USERNAME', 'OSB_PASSWORD', 'OSB_TOKEN'].filter((name) =>
    curls.some((curl) => curl.includes(`$${name}`)),
  );
  return [
    '#!/bin/sh',
    `# ${found.about}: expected ${oneLine(found.expected)}, got ${oneLine(found.actual)},`,
    `# for ${oneLine(found.because)}.`,
    `BROKER="\${1:-${target.replaceAll(/["$`\\]/g, '\\$&')}}"`,
    ...variables.map((name) => `: "\${${name}?is not set}"`),
    'answer=$(mktemp)',
    'id() { cat /proc/sys/kernel/random/uuid 2>/dev/null || uuidgen; }',
    ...[...names.values()].map((name) => `${name}=$(id)`),
    'send() { "$@" -s -o "$answer"; sed -n \'1p;$p\' "$answer"; echo; }',
    'remove() {',
    '  for _ in 1 2 3 4 5 6 7 8 9 10 11 12; do',
    '    case $("$@" -s -o /dev/null -w \'%{http_code}\') in 200 | 404 | 410) return ;; esac',
    '    sleep "${POLL:-1}"',
    '  done',
    '}',
    'clean_up() {',
    ...removals(trace).map((exchange) => `  remove ${curlWith(exchange, names, target)}`),
    '  rm -f "$answer"',
    '}',
    'trap clean_up EXIT',
    ...trace.flatMap((step, index) => ['', ...commands(step, curls[index] ?? '', index)]),
    '',
    `status=$(sed -n '1s/^[^ ]* \\([0-9]*\\).*/\\1/p' "$answer")`,
    `if [ "$status" = ${String(trace.at(-1)?.answer.status ?? 0)} ]${shown(found.fragment)}; then`,
    `  echo '${quoted(`The broker did it again: ${found.actual}. Expected: ${found.expected}.`)}'`,
    '  exit 1',
    'fi',
    'echo "The last answer was $status this time."',
    '',
  ].join('\n');
}

function commands(step: Trace, curl: string, index: number): string[] {
  const text = step.kind === 'wait' ? `wait for the end of ${step.text}` : step.text;
  const title = `echo '${String(index + 1)}. ${quoted(text)}'`;
  if (step.kind === 'request') {
    const operation = `found=$(sed -n 's/.*"operation" *: *"\\([^"]*\\)".*/\\1/p' "$answer"); operation=\${found:-$operation}`;
    return [title, `send ${curl}`, operation];
  }
  const poll = curl.replace(/operation=[^'&]*/, `operation='"$operation"'`);
  return [
    title,
    'while :; do',
    `  send ${poll}`,
    `  grep -q 'in progress' "$answer" || break`,
    '  sleep "${POLL:-1}"',
    'done',
  ];
}

/** Deletions of whatever the walk may have made, bindings first. */
function removals(trace: readonly Trace[]): readonly Exchange[] {
  const found = new Map<string, Exchange>();
  for (const { answer } of trace) {
    const { exchange } = answer;
    if (exchange.request.method !== 'PUT') continue;
    const path = exchange.request.url.split('?', 1)[0] ?? '';
    const body = parseJson(exchange.request.body ?? '');
    const ids = ['service_id', 'plan_id'].map(
      (name) => `${name}=${encodeURIComponent(stringMember(body, name) ?? '')}`,
    );
    const url = `${path}?${ids.join('&')}&accepts_incomplete=true`;
    found.set(path, { ...exchange, request: { ...exchange.request, method: 'DELETE', url, body: null } });
  }
  return [...found.values()].sort((a, b) => b.request.url.length - a.request.url.length);
}

function namesOf(trace: readonly Trace[]): Names {
  const names = new Map<string, string>();
  const counts = { INSTANCE: 0, BINDING: 0 };
  const name = (id: string | undefined, kind: keyof typeof counts) => {
    if (id === undefined || names.has(id)) return;
    counts[kind] += 1;
    names.set(id, `${kind}_${String(counts[kind])}`);
  };
  for (const { answer } of trace) {
    const [, instance, binding] =
      /\/v2\/service_instances\/([^/?]+)(?:\/service_bindings\/([^/?]+))?/.exec(answer.request.url) ?? [];
    name(instance, 'INSTANCE');
    name(binding, 'BINDING');
  }
  return names;
}

function curlWith(exchange: Exchange, names: Names, target: string): string {
  let curl = curlOf(exchange).replaceAll(`'${target}`, `"$BROKER"'`);
  for (const [id, name] of names) curl = curl.replaceAll(id, `'"$${name}"'`);
  return curl;
}

const shown = (fragment: string | undefined) =>
  fragment === undefined
    ? ''
    : ` && tr -d ' \\n' <"$answer" | grep -qF '${quoted(fragment.replaceAll(/\s/g, ''))}'`;

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ');
const quoted = (text: string) => oneLine(text).replaceAll("'", `'\\''`);
