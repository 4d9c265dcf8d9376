import type { Exploration, ExploredFinding } from './exploration.ts';

/** An exploration for people at a terminal, without colours. */
export function renderExploration(exploration: Exploration): string {
  const { target, apiVersion, findings, remarks, leftovers, steps, sequences, seed, durationMs, stopped } =
    exploration;
  return [
    `Exploration of ${target} by version ${apiVersion} of the Open Service Broker API`,
    '',
    ...findings.flatMap(renderFinding),
    ...remarks.map((remark) => `Remark: ${remark}`),
    ...leftovers.map(
      ({ kind, instanceId, bindingId, reason }) =>
        `Left on the broker, remove it by hand: ${kind} ${bindingId ?? instanceId}: ${reason}`,
    ),
    ...(remarks.length + leftovers.length === 0 ? [] : ['']),
    `${counted(steps, 'step')} in ${counted(sequences, 'sequence')}, ${(durationMs / 1000).toFixed(1)} s. Seed ${String(seed)}.`,
    stopped ?? conclusion(exploration),
    '',
  ].join('\n');
}

function counted(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}

function conclusion({ findings, accepted }: Exploration): string {
  if (findings.length > 0) return 'The broker contradicts the specification.';
  return accepted === 0
    ? 'The broker accepted nothing, so nothing was explored. Give valid parameters in the configuration.'
    : 'Nothing was found that contradicts the specification.';
}

function renderFinding(finding: ExploredFinding): string[] {
  const line = (label: string, text: string) => `    ${label.padEnd(11)}${text}`;
  return [
    `${finding.weight === 'error' ? '✗' : '!'} ${finding.requirement}  ${finding.level}: ${finding.statement}`,
    line('Expected', finding.expected),
    line('Actual', finding.actual),
    line('Because', finding.because),
    line('Spec', finding.link),
    ...finding.steps.map((step, index) =>
      line(index === 0 ? 'Shortest' : '', `${String(index + 1)}. ${step}`),
    ),
    ...(finding.reproducible ? [] : [line('', 'It did not happen again when this sequence was repeated.')]),
    '',
    '    As a script (the broker may be given as its argument):',
    '',
    ...finding.script.split('\n').map((text) => (text === '' ? '' : `    ${text}`)),
  ];
}
