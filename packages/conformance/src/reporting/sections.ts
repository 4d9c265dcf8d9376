import { isRequirementId, requirement, type RequirementId } from '@osb-kit/spec';

/** A section of the specification as its document and anchor at the newest version, as in `spec.md#binding`. */
export type Section = string;

/** The sections that state these requirements, each once. Ids that another version of osb-kit wrote may be unknown here. */
export function sectionsOf(requirements: readonly RequirementId[]): Section[] {
  return [...new Set(requirements.filter(isRequirementId).map((id) => requirement(id).section))];
}

/** "Polling last operation for service instances"; sections of the profile say so. */
export function sectionTitle(section: Section): string {
  const [document = '', anchor = ''] = section.split('#');
  const words = anchor.replaceAll('-', ' ').replaceAll(/\b(api|url)\b/g, (word) => word.toUpperCase());
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  return document === 'spec.md' ? title : `Profile: ${title}`;
}
