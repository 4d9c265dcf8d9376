/**
 * The addresses of a connection string with several hosts, as libpq writes them: `postgres://user@one:5432,two/database`
 * (PostgreSQL, section 34.1.1.3).
 */
export function hostsOf(url: string): readonly string[] {
  const parts = /^(postgres(?:ql)?:\/\/(?:[^@/?#]*@)?)([^/?#]*)(.*)$/s.exec(url);
  const [, before = '', hosts = '', after = ''] = parts ?? [];
  if (!hosts.includes(',')) return [url];
  const rest = after.replace(/([?&])target_session_attrs=[^&]*(&?)/, (_, start: string, next: string) =>
    next === '' ? '' : start,
  );
  return hosts.split(',').map((host) => `${before}${host}${rest}`);
}
