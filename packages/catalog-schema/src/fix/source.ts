/** A node of a document as it is written: values with the stretches of text that they come from. */
export type SourceNode = SourceObject | SourceArray | SourceScalar | SourceAlias;

interface Stretch {
  readonly start: number;
  /** Behind the last character. */
  readonly end: number;
  /** Identity of the node, for questions about sharing. */
  readonly id: object;
}

/** An object; `flow` when it is written in braces. */
export interface SourceObject extends Stretch {
  readonly kind: 'object';
  readonly flow: boolean;
  readonly pairs: readonly SourcePair[];
}

export interface SourceArray extends Stretch {
  readonly kind: 'array';
  /** Elements, made when they are asked for. */
  readonly items: readonly (() => SourceNode)[];
}

export interface SourceScalar extends Stretch {
  readonly kind: 'scalar';
  readonly value: unknown;
  /** False for what carries an anchor or a tag, and is best left alone. */
  readonly plain: boolean;
  /** True for `yes`, `no`, `on` and `off` where YAML 1.1 reads a boolean. */
  readonly oldBoolean: boolean;
}

/** Stands for a node that is written elsewhere. */
export interface SourceAlias extends Stretch {
  readonly kind: 'alias';
}

/** A key and its value. */
export interface SourcePair {
  readonly key: string;
  readonly keyStart: number;
  readonly keyEnd: number;
  /** Behind the value; behind the key where there is none. */
  readonly end: number;
  /** False for what carries an anchor or a tag, or is a merge key. */
  readonly plain: boolean;
  /** The value, made when it is asked for. */
  readonly node: () => SourceNode;
}

/** A document that can be mended. */
export interface Source {
  readonly text: string;
  readonly format: 'json' | 'yaml';
  readonly lineBreak: string;
  readonly value: unknown;
  readonly root: SourceNode;
  /** The aliases of a node, by their identity; empty in JSON. */
  readonly aliasesOf: (id: object) => readonly object[];
}
