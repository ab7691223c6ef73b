import { z } from 'zod';
import { path, secret, truth } from '../kind.ts';
import { option, optional } from '../option.ts';

/** The clusters, which are a document of their own. */
export const clusters = z.strictObject({
  topology: optional(path('the path of a topology file'), {
    name: 'topology',
    about: 'the clusters: a topology file, as JSON',
  }),
  topologyJson: optional(secret('a topology, as JSON'), {
    name: 'topology-json',
    about: 'the topology itself, for containers without files',
  }),
  renewHop: option(truth(), {
    name: 'renew-hop',
    fallback: false,
    about: "renew the hops' IAM tokens every five minutes; of several processes, one does",
  }),
});
