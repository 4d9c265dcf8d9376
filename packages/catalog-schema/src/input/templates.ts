import { isMap, isScalar, visit, type Document } from 'yaml';

import { Place } from '../engine/place.ts';
import { inputRules } from './input-rules.ts';
import type { Range } from './json-locate.ts';
import { clip, type InputFinding } from './reading.ts';
import { rangeOfNode } from './yaml-read.ts';

/** A language in which people write catalogs that something else makes a document of. */
interface TemplateLanguage {
  /** With its article, as in "is a Helm template". */
  readonly name: string;
  /** What makes a document of it. */
  readonly advice: string;
  /** True for what stands for itself; false for marks that may also be meant as text. */
  readonly strong: boolean;
}

const languages = {
  helm: {
    name: 'a Helm template',
    advice: 'Render it first, as in: helm template CHART | osb validate -',
    strong: true,
  },
  go: {
    name: 'a Go template',
    advice: 'Render it first, as gomplate does, and validate what comes out.',
    strong: true,
  },
  handlebars: {
    name: 'a Mustache or Handlebars template',
    advice: 'Render it first, and validate what comes out.',
    strong: true,
  },
  jinja: {
    name: 'a Jinja template',
    advice: 'Render it first, as Ansible or jinja2-cli does, and validate what comes out.',
    strong: true,
  },
  erb: {
    name: 'an ERB template',
    advice:
      'Render it first, as in: erb FILE | osb validate -, or take the file that bosh has put on the machine.',
    strong: true,
  },
  ejs: { name: 'an EJS template', advice: 'Render it first, and validate what comes out.', strong: true },
  ytt: {
    name: 'a ytt template',
    advice: 'Render it first, as in: ytt -f FILE | osb validate -',
    strong: true,
  },
  bosh: {
    name: 'a file with variables of BOSH or Concourse',
    advice: 'Fill them in first, as in: bosh interpolate FILE -l vars.yml | osb validate -',
    strong: false,
  },
  terraform: {
    name: 'a Terraform template',
    advice: 'Render it first, with templatefile, and validate what comes out.',
    strong: true,
  },
  shell: {
    name: 'a file with variables of the environment',
    advice: 'Fill them in first, as in: envsubst < FILE | osb validate -',
    strong: false,
  },
  jsonnet: {
    name: 'a Jsonnet program',
    advice: 'Run it first, as in: jsonnet FILE | osb validate -',
    strong: true,
  },
} as const satisfies Record<string, TemplateLanguage>;

interface Mark {
  readonly language: TemplateLanguage;
  readonly text: string;
  readonly range: Range;
}

/** Expressions of all the languages; every part is bounded, so that no text takes long. */
const expressions =
  /\{\{[^\n]{1,150}?\}\}|\{%[^\n]{1,150}?%\}|<%[^\n]{0,150}?(?:%>|$)|%\{[^\n}]{1,150}\}|\(\([\w.:/-]{1,150}\)\)|\$\{[^\n}]{1,150}\}|(?:^|[\s:-])#@[^\n]{0,300}|^local \w{1,60}(?:\([^\n)]{0,200}\))? ?=[^\n]{0,200}/gm;

/** How much of a text is looked at: a template shows itself early. */
const farthest = 1_000_000;

const yttCode =
  /#@(?:data|overlay|schema|library|yaml|text|template)\/|#@ (?:load\(|def |if[ /]|for[ /]|end\b|else|elif|\w+ ?=)/;

/** The finding for a document that cannot be read because it is a template; the offset is that of the first complaint. */
export function templateBehind(text: string, offset: number): InputFinding | undefined {
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  const before = line === 0 ? 0 : text.lastIndexOf('\n', line - 2) + 1;
  const after = text.indexOf('\n', offset);
  for (const match of text.slice(0, farthest).matchAll(expressions)) {
    const mark = markOf(match);
    if (mark === undefined || !isBare(text, mark.range.offset)) continue;
    if (mark.range.offset > (after === -1 ? text.length : after)) return undefined;
    if (mark.language.strong || mark.range.offset >= before) return finding(mark);
  }
  return undefined;
}

/** The finding for YAML that could be read and is a template all the same: its expressions are no values. */
export function templateInYaml(text: string, documents: readonly Document[]): InputFinding | undefined {
  if (!/\{\{|<%|#@/.test(text)) return undefined;
  for (const match of text.matchAll(/^[^\n#'"]{0,200}#@[^\n]{0,300}/gm)) {
    const offset = match.index + match[0].indexOf('#@');
    const code = match[0].slice(match[0].indexOf('#@'));
    const isValue = /[:-] +$/.test(match[0].slice(0, match[0].indexOf('#@'))) && code.startsWith('#@ ');
    if (isValue || yttCode.test(code)) return finding(stretch(languages.ytt, code, offset));
  }
  for (const document of documents) {
    const mark = markInValues(text, document);
    if (mark !== undefined) return finding(mark);
  }
  return undefined;
}

const variables =
  /\{\{[^\n]{1,150}?\}\}|<%=[^\n]{0,150}?%>|\(\([\w.:/-]{1,150}\)\)|\$\{[A-Za-z_][\w.-]{0,100}(?::[^\n}]{0,100})?\}/;

/** An expression inside a string for which something puts another text, and what to do about it. */
export function variableIn(value: string): { readonly text: string; readonly advice: string } | undefined {
  const [text] = variables.exec(value) ?? [];
  const language = text === undefined ? undefined : languageOf(text);
  return text === undefined || language === undefined
    ? undefined
    : { text: clip(text), advice: language.advice };
}

/** `{{ .id }}` is a map with a map for its key to YAML, and `<%= id %>` a plain string. */
function markInValues(text: string, document: Document): Mark | undefined {
  let found: Range | undefined;
  visit(document, {
    Map(_, map) {
      if (map.flow !== true || !map.items.some(({ key }) => isMap(key))) return undefined;
      found = rangeOfNode(map);
      return visit.BREAK;
    },
    Scalar(_, scalar) {
      if (scalar.type !== 'PLAIN' || !isScalar(scalar) || !/^<%.*%>/.test(scalar.source ?? ''))
        return undefined;
      found = rangeOfNode(scalar);
      return visit.BREAK;
    },
  });
  if (found === undefined) return undefined;
  const { offset, length } = found;
  const [match] = text.slice(offset, offset + Math.max(length, 310)).matchAll(expressions);
  const mark = match?.index === 0 ? markOf(match) : undefined;
  return mark && { ...mark, range: { offset, length: mark.range.length } };
}

function markOf(match: RegExpExecArray): Mark | undefined {
  const lead = /^[\s:-](?=#@)/.test(match[0]) ? 1 : 0;
  const text = match[0].slice(lead);
  const language = languageOf(text);
  return language && stretch(language, text, match.index + lead);
}

function stretch(language: TemplateLanguage, text: string, offset: number): Mark {
  return { language, text, range: { offset, length: text.length } };
}

function languageOf(text: string): TemplateLanguage | undefined {
  if (text.startsWith('{{')) return languageOfBraces(text.slice(2, -2));
  if (text.startsWith('{%')) return languages.jinja;
  if (text.startsWith('<%')) return isJavaScript.test(text) ? languages.ejs : languages.erb;
  if (text.startsWith('%{'))
    return /^%\{~? ?(?:if|for|else|endif|endfor)\b/.test(text) ? languages.terraform : undefined;
  if (text.startsWith('((')) return languages.bosh;
  if (text.startsWith('${')) return languages.shell;
  if (text.startsWith('local ')) return languages.jsonnet;
  return yttCode.test(text) || text.startsWith('#@ ') ? languages.ytt : undefined;
}

const isJavaScript = /\b(?:const|let|var) |=>|===|[{}]\s*[-_]?%>$/;

/** Four languages write double braces; `{{"a": 1}}` is a slip in JSON. */
function languageOfBraces(expression: string): TemplateLanguage | undefined {
  const code = expression.replace(/^-/, '').replace(/-$/, '').trim();
  if (/^["'][^"']*["']\s*:/.test(code)) return undefined;
  if (
    /\.(?:Values|Release|Chart|Capabilities|Files|Template)\b|\b(?:include|nindent|toYaml|tpl) |^(?:template|define|block) "/.test(
      code,
    )
  )
    return languages.helm;
  if (/^[#/^>!&]/.test(code) && !code.startsWith('/*')) return languages.handlebars;
  if (
    expression.startsWith('-') ||
    expression.endsWith('-') ||
    /^[.$]|^\/\*|^(?:range|if|with|end|else|env|printf|quote|default|toJson)\b/.test(code)
  )
    return languages.go;
  return languages.jinja;
}

function finding({ language, text, range }: Mark): InputFinding {
  const shown = clip(text.trim());
  const message = `The document is ${language.name} and not yet a catalog: ${quotedOnce(shown)} stands in it. ${language.advice}`;
  return { rule: inputRules.rendered, message, at: Place.root, range };
}

function quotedOnce(text: string): string {
  return text.includes('"') ? `“${text}”` : `"${text}"`;
}

/** True where a value or a line begins, outside of comments: there an expression is meant as one. */
function isBare(text: string, offset: number): boolean {
  const start = Math.max(text.lastIndexOf('\n', offset - 1) + 1, offset - 5000);
  const before = text.slice(start, offset);
  return (
    /(?:^|[:,[{(]|(?:^|\s)-|%>|%\}|\}\})\s*$/.test(before) && !/(?:^|\s)#/.test(before) && !isQuoted(before)
  );
}

/** True when a line breaks off inside a quoted string. */
function isQuoted(line: string): boolean {
  let quote: string | undefined;
  let before = ' ';
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (quote === undefined) {
      if ((character === '"' || character === "'") && /[\s:[{,(-]/.test(before)) quote = character;
    } else if (character === '\\' && quote === '"') at++;
    else if (character === quote) quote = undefined;
    before = character;
  }
  return quote !== undefined;
}
