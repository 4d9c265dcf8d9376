import type { Check } from '../../engine/check.ts';
import { attributesType, labelsType } from './instance-metadata.ts';

/** What brokers say of an instance for the platform to keep. */
export const instanceMetadata: readonly Check[] = [labelsType, attributesType];
