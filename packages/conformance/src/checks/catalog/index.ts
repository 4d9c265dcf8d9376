import { foreignEntityTag } from './conditional.ts';
import { declaredCapabilities } from './declared.ts';
import { catalogRules } from './rules.ts';
import { servedCatalog } from './served.ts';

/** The catalog: how it is served, what is in it, what it declares. */
export const catalog = [...servedCatalog, foreignEntityTag, ...catalogRules, ...declaredCapabilities];
