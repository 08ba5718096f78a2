/** Starts every event source mapping of the templates. */
import type { Cloud } from '../../cloud.ts';
import type { StreamReader } from '../dynamodb/table-stream.ts';
import type { LocalQueues } from '../sqs/queues.ts';
import { complaint, type Mapping, readMappings } from './mapping-settings.ts';
import { startQueueMapping } from './queue-mapping.ts';
import { startStreamMapping } from './stream-mapping.ts';

export interface EventSources {
  readonly mappings: readonly Mapping[];
  stop(): void;
}

/** To be called when the tables exist and everything that functions call is in place. */
export function startEventSourceMappings(
  cloud: Cloud,
  sources: { readonly queues: LocalQueues; readonly streams: StreamReader },
): EventSources {
  const mappings = readMappings(cloud);
  const stops = mappings.map((mapping) => {
    const service = mapping.sourceArn.split(':')[2];
    if (service === 'sqs') return startQueueMapping(cloud, sources.queues, mapping);
    if (service === 'dynamodb') return startStreamMapping(cloud, sources.streams, mapping);
    throw complaint(mapping, `its source ${mapping.sourceArn} is neither a queue nor the stream of a table`);
  });
  return {
    mappings,
    stop() {
      for (const stop of stops) stop();
    },
  };
}
