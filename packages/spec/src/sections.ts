import { sectionAnchors } from './generated/section-anchors.ts';
import { latestApiVersion, type ApiVersion } from './versions.ts';

const repository = 'https://github.com/openservicebrokerapi/servicebroker/blob';

/**
 * The address of a section of the specification at a version. Sections are named by document and anchor at 2.17, as in
 * `spec.md#provisioning`; anchors move between versions, and a version that lacks the section gets the newest one that has it.
 */
export function sectionLink(section: string, version: ApiVersion = latestApiVersion): string {
  const document = section.slice(0, section.indexOf('#'));
  const anchor = sectionAnchors.get(section)?.[version];
  return anchor === undefined
    ? `${repository}/v${latestApiVersion}/${section}`
    : `${repository}/v${version}/${document}#${anchor}`;
}
