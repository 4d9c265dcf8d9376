import Mocha from 'mocha';

/** Mocha's spec reporter, with a closing line that a machine can count. */
export default class CountingReporter extends Mocha.reporters.Spec {
  epilogue() {
    super.epilogue();
    const { passes, failures, pending } = this.stats;
    if (pending > 0) process.stdout.write(`${String(pending)} skipped, for the reasons given above\n`);
    process.stdout.write(`${String(passes)} passed, ${String(failures)} failed\n`);
  }
}
