import type { BaselineEntry, Exploration, Matrix, Replay, Report, RunOptions } from '@osb-kit/conformance';
import { usageError } from './cli-error.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import { writeOutputs, type Output, type Renderer } from './outputs.ts';
import { reportRenderers } from './report-formats.ts';
import type { TestArgs } from './test-options.ts';

/** What a mode of `osb test` works with. */
export interface ModeSetting {
  readonly args: TestArgs;
  readonly io: Io;
  readonly outputs: readonly Output[];
  readonly options: RunOptions;
  readonly baseline: readonly BaselineEntry[] | undefined;
  /** The report that is to be repeated. */
  readonly report: Report | undefined;
  readonly stopProgress: () => void;
}

/** One way to test a broker: it runs, writes its outputs and returns the exit code. */
export interface Mode {
  /** Throws when an output has a format that the mode does not write. */
  readonly refuseFormats: (outputs: readonly Output[]) => void;
  readonly run: (setting: ModeSetting) => Promise<ExitCode>;
}

const formatsOnly =
  (name: string, formats: readonly string[]): Mode['refuseFormats'] =>
  (outputs) => {
    const other = outputs.find(({ format }) => !formats.includes(format));
    if (other !== undefined)
      throw usageError(`${name} writes no ${other.format}. Its formats: ${formats.join(', ')}.`);
  };

/** All checks that apply, once. */
export const ordinary: Mode = {
  refuseFormats: () => undefined,
  async run({ args, io, outputs, options, baseline, stopProgress }) {
    const { applyBaseline, exitCodeOf, runConformance } = await import('@osb-kit/conformance');
    const ran = await runConformance(options);
    const report = baseline === undefined ? ran : applyBaseline(ran, baseline);
    stopProgress();
    await writeOutputs(outputs, await reportRenderers(args.verbose), report, io);
    return exitCodeOf(report);
  },
};

/** The checks at every version from 2.13 on. */
export const matrix: Mode = {
  refuseFormats: formatsOnly('--matrix', ['text', 'markdown', 'json']),
  async run({ io, outputs, options, baseline, stopProgress }) {
    const { applyBaseline, exitCodeOfMatrix, renderMatrixMarkdown, renderMatrixText, runMatrix } =
      await import('@osb-kit/conformance');
    const made = await runMatrix(options);
    const result: Matrix = {
      ...made,
      columns: made.columns.map((column) =>
        baseline !== undefined && 'report' in column
          ? { ...column, report: applyBaseline(column.report, baseline) }
          : column,
      ),
    };
    stopProgress();
    const renderers = new Map<string, Renderer<Matrix>>([
      ['text', renderMatrixText],
      ['markdown', renderMatrixMarkdown],
      ['json', (value) => JSON.stringify(value, null, 2)],
    ]);
    await writeOutputs(outputs, renderers, result, io);
    return exitCodeOfMatrix(result);
  },
};

/** Random sequences. */
export const explore: Mode = {
  refuseFormats: formatsOnly('--explore', ['text', 'json']),
  async run({ args, io, outputs, options, stopProgress }) {
    const { exitCodeOfExploration, exploreBroker, renderExploration } = await import('@osb-kit/conformance');
    const exploration = await exploreBroker({
      ...options,
      ...(args.steps === undefined ? {} : { steps: args.steps }),
      ...(args.reuseIds === true ? { reusesIds: true } : {}),
    });
    stopProgress();
    const renderers = new Map<string, Renderer<Exploration>>([
      ['text', renderExploration],
      ['json', (value) => JSON.stringify(value, null, 2)],
    ]);
    await writeOutputs(outputs, renderers, exploration, io);
    return exitCodeOfExploration(exploration);
  },
};

/** Once more what failed in a report. */
export const replay: Mode = {
  refuseFormats: formatsOnly('--replay', ['text', 'json']),
  async run({ io, outputs, options, report, stopProgress }) {
    const { exitCodeOfReplay, renderReplay, replayReport } = await import('@osb-kit/conformance');
    if (report === undefined) throw usageError('--replay needs a report.');
    const result = await replayReport(report, options);
    stopProgress();
    const renderers = new Map<string, Renderer<Replay>>([
      ['text', renderReplay],
      ['json', (value) => JSON.stringify(value, null, 2)],
    ]);
    await writeOutputs(outputs, renderers, result, io);
    return exitCodeOfReplay(result);
  },
};
