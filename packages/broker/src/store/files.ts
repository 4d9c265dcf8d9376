import { chmod, open } from 'node:fs/promises';

/** The name of a new file is on disk once its folder is; Windows has no such call, and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Lets nobody but its owner read a file, where it is there and this process may say so. */
export async function keepPrivate(path: string): Promise<void> {
  try {
    await chmod(path, 0o600);
  } catch {
    // It is not there yet, or belongs to somebody who decides for us.
  }
}
