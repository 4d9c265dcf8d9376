import { isArray, isObject, typeOf } from '../engine/json.ts';
import { defineRule } from '../engine/rule.ts';
import { sampleOffering, withOffering } from '../engine/samples.ts';

/** The body of `/v2/catalog` is an object; a file may also hold the bare list of services. */
export const catalogObject = defineRule({
  id: 'catalog-object',
  requirement: 'CAT-BODY-OBJECT',
  messages: {
    array: () => 'The catalog is an array. Wrap it into an object: {"services": […]}.',
    type: ({ is }: { is: string }) =>
      `The catalog must be an object, but is ${is}. Write {"services": […]} with one element for each offering.`,
  },
  examples: { good: withOffering({}), bad: 'services' },
  catalog({ value, at }, found) {
    if (isArray(value)) found.array(at);
    else if (!isObject(value)) found.type(at, { is: typeOf(value) });
  },
});

/** The list of offerings exists, even where it is empty. */
export const catalogServicesPresent = defineRule({
  id: 'catalog-services-present',
  requirement: 'CAT-SERVICES-REQUIRED',
  messages: {
    missing: ({ lacks }: { lacks: string }) =>
      `The catalog has no "${lacks}". Add the list of offerings: "services": […].`,
    null: () => '"services" is null, which counts as missing. Write "services": [] when nothing is offered.',
    type: ({ is }: { is: string }) =>
      `"services" must be an array of offerings, but is ${is}. Write "services": [{…}].`,
    element: ({ number, is }: { number: number; is: string }) =>
      `Element ${number} of "services" must be an offering, which is an object, but is ${is}. Correct or remove it.`,
  },
  examples: { good: { services: [sampleOffering()] }, bad: { services: null } },
  catalog({ value, at }, found) {
    if (!isObject(value)) return;
    const services = value['services'];
    const place = at.child('services');
    if (services === undefined) found.missing(at, { lacks: 'services' });
    else if (services === null) found.null(place);
    else if (!isArray(services)) found.type(place, { is: typeOf(services) });
    else {
      services.forEach((service, index) => {
        if (!isObject(service)) found.element(place.child(index), { number: index + 1, is: typeOf(service) });
      });
    }
  },
});
