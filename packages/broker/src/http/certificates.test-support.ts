import { execFileSync } from 'node:child_process';

/**
 * Makes an authority in a folder (`ca.pem`), and certificates of it that are good for 127.0.0.1 (`NAME.pem` with
 * `NAME.key`), by name of the file and common name. False, with a printed reason, where there is no openssl.
 */
export function makeCertificates(folder: string, commonNames: Readonly<Record<string, string>>): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
  } catch {
    process.stdout.write('    (skipped: no openssl to make certificates with)\n');
    return false;
  }
  const openssl = (command: string) =>
    execFileSync('openssl', command.split(' '), { cwd: folder, stdio: 'pipe' });
  const request = 'req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes';
  openssl(`${request} -x509 -days 2 -keyout ca.key -out ca.pem -subj /CN=authority`);
  const signature = '-CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -copy_extensions copy';
  for (const [name, commonName] of Object.entries(commonNames)) {
    const subject = `-subj /CN=${commonName} -addext subjectAltName=IP:127.0.0.1`;
    openssl(`${request} -keyout ${name}.key -out ${name}.csr ${subject}`);
    openssl(`x509 -req -in ${name}.csr -out ${name}.pem ${signature}`);
  }
  return true;
}
