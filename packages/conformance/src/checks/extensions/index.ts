import type { Check } from '../../engine/check.ts';
import { ignoredFields } from './ignored-fields.ts';
import { prefixedExtensions } from './prefix.ts';
import { repeatWithUnknownField } from './repeat-with-field.ts';

/** Fields that the specification does not have, in requests and in answers. */
export const extensions: readonly Check[] = [...ignoredFields, repeatWithUnknownField, prefixedExtensions];
