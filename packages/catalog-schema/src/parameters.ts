/** The part that brokers need at run time: it loads in a third of the time of the whole validator. */
export { compileParameters, type ParameterCheck } from './schemas/compile-parameters.ts';
export { draftAddresses, draftOf } from './schemas/drafts.ts';
