import type { Rule } from './engine/rule.ts';
import { inputRules, type InputRule } from './input/input-rules.ts';
import { bindingSchemaBindable } from './rules/binding-schema-bindable.ts';
import { catalogObject, catalogServicesPresent } from './rules/catalog-object.ts';
import {
  cloudControllerDatabase,
  requiresSwitchedOn,
  stringsStorable,
} from './rules/cloud-controller-database.ts';
import { cloudController, cloudControllerDraft06 } from './rules/cloud-controller.ts';
import { dashboardClient } from './rules/dashboard-client.ts';
import { displayMetadata } from './rules/display-metadata.ts';
import { extensionKeysPrefixed } from './rules/extension-keys-prefixed.ts';
import { idsGuid } from './rules/ids-guid.ts';
import { idsUrlSafe } from './rules/ids-url-safe.ts';
import { keysInPlace } from './rules/keys-in-place.ts';
import { keysSpeltRight } from './rules/keys-spelt-right.ts';
import { korifi } from './rules/korifi.ts';
import { kubernetes } from './rules/kubernetes.ts';
import { maintenanceInfoDescription } from './rules/maintenance-info-description.ts';
import { maintenanceInfoVersionSemver } from './rules/maintenance-info-version-semver.ts';
import { metadataNamesConventional } from './rules/metadata-names-conventional.ts';
import { namesCliFriendly } from './rules/names-cli-friendly.ts';
import { namesMeaningful } from './rules/names-meaningful.ts';
import { namesShort } from './rules/names-short.ts';
import { nonEmptyStrings } from './rules/non-empty-strings.ts';
import { offeringFields } from './rules/offering-fields.ts';
import { offeringIdUnique } from './rules/offering-id-unique.ts';
import { offeringImageUrlSmall } from './rules/offering-image-url-small.ts';
import { offeringNameUnique } from './rules/offering-name-unique.ts';
import { offeringPlansNonEmpty } from './rules/offering-plans-non-empty.ts';
import { offeringRequiresKnown } from './rules/offering-requires-known.ts';
import { offeringShareableBoolean } from './rules/offering-shareable-boolean.ts';
import { offeringUrlsAbsolute } from './rules/offering-urls-absolute.ts';
import { parametersSchemaSense } from './rules/parameters-schema-sense.ts';
import { parametersSchemas } from './rules/parameters-schemas.ts';
import { planCosts } from './rules/plan-costs.ts';
import { planFields } from './rules/plan-fields.ts';
import { planFreeWithoutCosts } from './rules/plan-free-without-costs.ts';
import { planIdUnique } from './rules/plan-id-unique.ts';
import { planMaximumPollingDurationPositive } from './rules/plan-maximum-polling-duration-positive.ts';
import { planNameUnique } from './rules/plan-name-unique.ts';
import { schemaUnderParameters } from './rules/schema-under-parameters.ts';
import { serviceManager } from './rules/service-manager.ts';
import { stringsWithin255 } from './rules/strings-within-255.ts';

/** The rules on catalogs; the only place that lists them. */
export const rules: readonly Rule[] = [
  catalogObject,
  catalogServicesPresent,
  offeringIdUnique,
  offeringNameUnique,
  planIdUnique,
  planNameUnique,
  ...offeringFields,
  offeringPlansNonEmpty,
  offeringRequiresKnown,
  ...planFields,
  ...nonEmptyStrings,
  maintenanceInfoVersionSemver,
  maintenanceInfoDescription,
  planMaximumPollingDurationPositive,
  ...parametersSchemas,
  ...parametersSchemaSense,
  schemaUnderParameters,
  bindingSchemaBindable,
  ...namesCliFriendly,
  namesMeaningful,
  namesShort,
  stringsWithin255,
  ...idsGuid,
  idsUrlSafe,
  keysSpeltRight,
  keysInPlace,
  extensionKeysPrefixed,
  metadataNamesConventional,
  ...displayMetadata,
  offeringShareableBoolean,
  ...planCosts,
  planFreeWithoutCosts,
  offeringImageUrlSmall,
  offeringUrlsAbsolute,
  ...dashboardClient,
  ...cloudController,
  cloudControllerDraft06,
  ...cloudControllerDatabase,
  requiresSwitchedOn,
  stringsStorable,
  ...kubernetes,
  ...korifi,
  ...serviceManager,
];

/** The rules on the document that holds a catalog. */
export const documentRules: readonly InputRule[] = Object.values(inputRules);

/** Every id that a finding may carry. */
export const knownRuleIds: ReadonlySet<string> = new Set([...rules, ...documentRules].map(({ id }) => id));
