export { diffCatalogs, type DiffOptions } from './diff-catalogs.ts';
export {
  differenceKinds,
  impacts,
  type CatalogDifference,
  type DifferenceKind,
  type Impact,
} from './difference.ts';
export {
  renderDifferencesAsJson,
  renderDifferencesAsMarkdown,
  renderDifferencesAsText,
  worstImpact,
} from './render-differences.ts';
