/**
 * The errors that the platform's documentation lists for the address of a broker. Each is one line, as the platform
 * prints it; the document breaks them for its page.
 */
const prefix = 'Server error, status code: 500, error code: 10001, message:';

/** The broker answers the credentials with 401; `url` is the address of its catalog. */
export function wrongCredentials(url: string): string {
  const advice = 'Double-check that the username and password are correct';
  return `${prefix} Authentication failed for the service broker API. ${advice}: ${url}`;
}

/** The broker's answer is not a JSON object, or not one that can be a catalog. */
export function responseNotUnderstood(): string {
  return `${prefix} The service broker response was not understood`;
}

/** The broker answers with an error; `url` is the address of its catalog, `reason` the words after the status. */
export function returnedError(url: string, status: number, reason: string): string {
  return `${prefix} The service broker API returned an error from ${url}: ${status} ${reason}`.trimEnd();
}
