import type { Check } from '../../engine/check.ts';
import { routeForwardingDeclared } from './route-service.ts';

/** What bindings tell beyond their own fields; the fields are judged by the checks of binding. */
export const bindingInformation: readonly Check[] = [routeForwardingDeclared];
