/** All queues of the templates, as the other parts of the local cloud use them. */
import { randomUUID } from 'node:crypto';
import { AwsError, type Cloud, type QueueState, type Queues } from '../../cloud.ts';
import { createQueue, type Queue } from './queue.ts';
import { readQueue } from './queue-settings.ts';
import { createQueueStore } from './queue-store.ts';

/** What the wire protocol and the pollers need besides. */
export interface LocalQueues extends Queues {
  byArn(arn: string): Queue;
  byName(name: string): Queue | undefined;
  all(): readonly Queue[];
  /** With a destination all messages go there, otherwise each goes back to where it came from. */
  redrive(name: string, destinationArn?: string): number;
  close(): void;
}

export function createQueues(cloud: Cloud): LocalQueues {
  const store = createQueueStore(cloud.directory);
  const queues = new Map<string, Queue>();
  for (const resource of cloud.template.ofType('AWS::SQS::Queue')) {
    const settings = readQueue(resource);
    const deadLetterArn = settings.redrive?.deadLetterArn;
    const deadLetterQueue = () => (deadLetterArn === undefined ? undefined : queues.get(deadLetterArn));
    queues.set(settings.arn, createQueue(cloud, store, settings, deadLetterQueue));
  }

  function byArn(arn: string): Queue {
    const queue = queues.get(arn);
    if (queue) return queue;
    throw new AwsError(400, 'QueueDoesNotExist', `There is no queue ${arn} in the templates.`);
  }

  const byName = (name: string) => queues.values().find((queue) => queue.settings.name === name);

  function redrive(name: string, destinationArn?: string): number {
    const queue = byName(name);
    if (!queue) throw new AwsError(404, 'QueueDoesNotExist', `There is no queue ${name} in the templates.`);
    let moved = 0;
    for (const message of queue.takeVisible()) {
      const target = queues.get(destinationArn ?? message.origin ?? '');
      if (!target) {
        queue.accept(message);
        continue;
      }
      // A redriven message is a new one.
      const fresh = { id: randomUUID(), sentAt: cloud.clock.now(), receiveCount: 0 };
      target.accept({ ...message, ...fresh, firstReceivedAt: undefined, origin: undefined });
      moved += 1;
    }
    return moved;
  }

  function stateOf(queue: Queue): QueueState {
    const messages = queue.messages();
    const count = (state: string) => messages.filter((message) => message.state === state).length;
    const { name, arn } = queue.settings;
    const feeders = [...queues.values()].filter((other) => other.settings.redrive?.deadLetterArn === arn);
    return {
      name,
      arn,
      visible: count('visible'),
      inFlight: count('in-flight'),
      delayed: count('delayed'),
      deadLetterOf: feeders.map((feeder) => feeder.settings.name),
      messages: messages.map(({ id, body, receiveCount }) => ({ messageId: id, body, receiveCount })),
    };
  }

  return {
    byArn,
    byName,
    all: () => [...queues.values()],
    send: (arn, message) => byArn(arn).send(message),
    receive: (arn, max) => byArn(arn).receive({ max }),
    remove: (arn, receiptHandle) => byArn(arn).remove(receiptHandle),
    release: (arn, receiptHandle, afterSeconds) => {
      const queue = byArn(arn);
      queue.changeVisibility(receiptHandle, afterSeconds);
      queue.giveUp(receiptHandle);
    },
    onVisible: (arn, listener) => {
      byArn(arn).onVisible(listener);
      byArn(arn).consume();
    },
    list: () => [...queues.values()].map(stateOf),
    redrive,
    close: () => store.close(),
  };
}
