import { shorten, visible, visibleLine } from './visible-text.ts';

/** Text without meaning to Markdown, HTML or GitHub: on one line, nobody mentioned, no issue referred to. */
export function plainMarkdown(text: string): string {
  return htmlInMarkdown(text).replaceAll(/[\\`*_{}[\]|~]/g, String.raw`\$&`);
}

/** Text for inside an HTML element of a Markdown document, where backslashes would show. */
export function htmlInMarkdown(text: string): string {
  return (
    visibleLine(text)
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      // GitHub looks for mentions after it has resolved entities, so something invisible must stand between.
      .replaceAll(/([@#])(?=\w)/g, '$1&#8203;')
  );
}

/** A code span, with a fence that its text does not contain. */
export function codeMarkdown(text: string): string {
  const line = visibleLine(text);
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = line === '' || line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return fence + space + line + space + fence;
}

/** A fenced block of code that ends where it should; cut after so many characters. */
export function codeBlockMarkdown(text: string, language: string, characters = 4000): string {
  // Markdown may be printed to the log of a job, where a line that starts so would be a command to the runner.
  const shown = visible(shorten(text, characters)).replaceAll(/^(?=\s*(?:::|##\[))/gm, '\u200b');
  const longest = Math.max(2, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${shown}\n${fence}`;
}
