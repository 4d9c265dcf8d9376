/** The path of an instance's page, from the root of the dashboard. */
export function instancePath(id: string): string {
  // Browsers resolve a segment of dots, escaped or not, before they send it.
  return /^\.{1,2}$/.test(id) ? `instance${search({ id })}` : `instances/${encodeURIComponent(id)}`;
}

/** A query string with its question mark; fields that are absent or empty are left out. */
export function search(fields: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value) query.set(name, value);
  return query.size === 0 ? '?' : `?${query.toString()}`;
}
