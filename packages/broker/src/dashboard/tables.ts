import type { BindingSummary, OperationSummary } from '../store/summaries.ts';
import { html, type Html } from './html.ts';
import { idText, instanceLink, progress, state, table, time } from './parts.ts';

/** Bindings as a table; without `root` they are those of one instance, which is not named again. */
export function bindingsTable(
  caption: string,
  bindings: readonly BindingSummary[],
  root: string | undefined,
): Html {
  return table(
    {
      caption,
      columns: ['Binding', ...(root === undefined ? [] : ['Instance']), 'State', 'Created', 'Expires'],
      empty: 'There is no binding.',
    },
    bindings.map((binding) => [
      idText(binding.id),
      ...(root === undefined ? [] : [instanceLink(root, binding.instanceId)]),
      state(binding.status),
      time(binding.createdAt),
      binding.expiresAt === undefined ? html`–` : time(binding.expiresAt),
    ]),
  );
}

/** Operations as a table; without `root` they are those of one instance, which is not named again. */
export function operationsTable(
  caption: string,
  operations: readonly OperationSummary[],
  root: string | undefined,
): Html {
  return table(
    {
      caption,
      columns: [
        'Operation',
        ...(root === undefined ? [] : ['Instance']),
        'Binding',
        'State',
        'Progress',
        'Began',
        'Took',
      ],
      empty: 'There is no operation.',
    },
    operations.map((operation) => [
      html`${operation.kind} <span class="aside">${idText(operation.id)}</span>`,
      ...(root === undefined ? [] : [instanceLink(root, operation.instanceId)]),
      operation.bindingId === '' ? html`–` : idText(operation.bindingId),
      state(operation.status),
      progress(operation),
      time(operation.createdAt),
      operation.finishedAt === undefined
        ? html`–`
        : html`${seconds(operation.finishedAt - operation.createdAt)}`,
    ]),
  );
}

function seconds(ms: number): string {
  return ms < 10_000 ? `${String(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
