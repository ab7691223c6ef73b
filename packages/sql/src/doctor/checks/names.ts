import { isIP } from 'node:net';
import type { Check } from '../check.ts';
import { ok } from '../finding.ts';
import { placesOf } from '../places.ts';
import { lookAtAll } from '../trouble.ts';

/** Whether each end point's host leads to an address, as this machine sees it. */
export const namesCheck: Check = {
  name: 'dns',
  title: 'Names (DNS)',
  run: ({ clusters, probes }) =>
    lookAtAll(
      clusters.flatMap(placesOf),
      ({ subject }) => subject,
      async (place) => {
        const { host } = place.endpoint.via ?? place.endpoint;
        const addresses = await probes.addresses(place);
        const tunnel = place.endpoint.via === undefined ? '' : `, a tunnel to ${place.endpoint.host}`;
        const text = isIP(host) === 0 ? `${host} is ${addresses.join(', ')}` : `${host} is an address`;
        return ok(place.subject, `${text}${tunnel}`);
      },
    ),
};
