import { existsSync } from 'node:fs';
import type { Context } from 'mocha';
import { type Browser, chromium } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

/** Starts Chromium, or skips the suite and says why. */
export async function launchOrSkip(suite: Context): Promise<Browser> {
  if (!existsSync(executablePath)) {
    process.stderr.write(
      `SKIPPED: the dashboard is not tested in a browser, because ${executablePath} is absent.\n`,
    );
    return suite.skip();
  }
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
