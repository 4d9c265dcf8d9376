import type { ArtifactLocation, Fix, Replacement } from 'sarif';

import type { Finding, ValidationResult } from '../engine/finding.ts';
import { fixCatalog, type FixEdit } from '../fix/fix-catalog.ts';
import { Lines } from '../input/lines.ts';
import { visible } from './visible.ts';

/** Texts that are longer are not mended for a report: viewers show some thousand results, and the time goes by the text. */
const longest = 1_000_000;

/** The mend for a finding, as SARIF has it: what `--fix` would do at its place. None for what a broker sent. */
export function fixesOf(
  { text, source = '', apiVersion, findings }: ValidationResult,
  artifactLocation: ArtifactLocation,
): (finding: Finding) => { readonly fixes?: Fix[] } {
  const isFile = text !== undefined && text.length <= longest && !/^https?:\/\//i.test(source);
  if (!isFile || findings.length === 0) return () => ({});
  const { edits } = fixCatalog(text, { apiVersion, source });
  const byPlace = new Map(edits.map((edit) => [edit.pointer, edit]));
  const lines = new Lines(text);
  return (finding) => {
    const edit = byPlace.get(finding.pointer);
    if (edit === undefined || edit.changes.length === 0) return {};
    const replacements = edit.changes.map((change) => replacement(change, lines));
    return {
      fixes: [
        {
          description: { text: visible(edit.what) },
          artifactChanges: [{ artifactLocation, replacements }],
        },
      ],
    };
  };
}

function replacement({ offset, length, content }: FixEdit['changes'][number], lines: Lines): Replacement {
  const { line: startLine, column: startColumn } = lines.position(offset, 0);
  const { line: endLine, column: endColumn } = lines.position(offset + length, 0);
  return {
    deletedRegion: { startLine, startColumn, endLine, endColumn },
    ...(content !== '' && { insertedContent: { text: content } }),
  };
}
