/** The first problem of a YAML document, as one sentence: the parser ends it with a colon, before lines that show the place. */
export function yamlProblem({ message }: { readonly message: string }): string {
  return `${(message.split('\n', 1)[0] ?? '').replace(/[:.\s]+$/, '')}.`;
}
