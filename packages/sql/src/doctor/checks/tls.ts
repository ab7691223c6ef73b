import type { Check } from '../check.ts';
import { fault, ok, warning } from '../finding.ts';
import { type Place, placesOf } from '../places.ts';
import { lookAtAll } from '../trouble.ts';

const dayMs = 86_400_000;

/** Certificates are renewed by people, on RDS too where no maintenance window is left. */
const warnDays = 30;

/** Whether TLS is verified in full: chain, name, time; and how long that will go on. */
export const tlsCheck: Check = {
  name: 'tls',
  title: 'TLS',
  run: ({ clusters, probes, now }) =>
    lookAtAll(
      clusters.flatMap(placesOf),
      ({ subject }) => subject,
      async (place) => {
        const { subject } = place;
        const handshake = await probes.handshake(place);
        if (handshake === undefined) return ok(subject, 'answers; plain text, as the topology wants it');
        const { protocol, endsAt, chainEndsAt, authority } = handshake;
        const days = Math.floor((Math.min(endsAt, chainEndsAt) - now()) / dayMs);
        const text = `${protocol}, certificate of ${place.endpoint.host} until ${day(endsAt)}, by ${authority} (${caOf(place)})`;
        if (days >= warnDays) return ok(subject, text);
        const whose = chainEndsAt < endsAt ? 'an authority above it' : 'it';
        const left = days < 0 ? `${whose} has ended` : `${whose} ends in ${days} days`;
        const found = days < 0 ? fault : warning;
        return found(
          subject,
          `${text}; ${left}`,
          'Renew it before; on RDS, apply the pending certificate of the instance.',
        );
      },
    ),
};

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function caOf({ cluster: { tls } }: Place): string {
  if (tls === false) return 'no CA';
  return tls.ca === 'rds' ? "RDS's certificates" : tls.path;
}
