/** One area: its functions, the routes that need a token, its queues and what feeds them, its alarms. */
import { Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { GatewayKey } from '../../shared/contract/route.ts';
import { patternsOf, type Subscription } from '../../shared/events/subscription.ts';
import { type Area, functionsOf, type OwnFunction, variablesOf } from '../areas/area.ts';
import type { Parts, SignIn } from '../areas/uses.ts';
import { Alarms } from '../constructs/alarms.ts';
import { BusRule, type Report } from '../constructs/bus-rule.ts';
import type { Deployment } from '../constructs/deployment.ts';
import { DomainFunction, defaultTimeout, partOf } from '../constructs/domain-function.ts';
import type { HttpApi } from '../constructs/http-api.ts';
import { HttpRoutes } from '../constructs/http-routes.ts';
import { QueueConsumer } from '../constructs/queue-consumer.ts';
import { QueueSchedule } from '../constructs/queue-schedule.ts';
import { SchedulerAccess } from '../constructs/scheduler-access.ts';
import { ServiceKey } from '../constructs/service-key.ts';
import { StreamConsumer } from '../constructs/stream-consumer.ts';
import { createRepliesTopic, createTextReports, isByAws, TextSender } from '../constructs/text-sender.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import type { DataStack } from './data-stack.ts';

export interface AreaStackProps {
  readonly deployment: Deployment;
  readonly data: DataStack;
  readonly api: HttpApi;
  /** Address of the API in links that people receive. */
  readonly publicUrl: string;
  readonly signIn: SignIn;
  readonly area: Area;
  /** Those that lead to its domains. The public ones stand beside the stage, in the edge stack. */
  readonly keys: readonly GatewayKey[];
  /** What its domains listen to. */
  readonly subscriptions: readonly Subscription[];
}

export class AreaStack extends Stack {
  readonly area: Area;
  readonly functions: DomainFunction[] = [];
  readonly queues: ReadonlyMap<string, WorkQueue>;
  readonly alarms: Alarms;
  private readonly props: AreaStackProps;
  private readonly parts: Parts;
  private schedulerAccess: SchedulerAccess | undefined;

  constructor(scope: Construct, id: string, props: AreaStackProps) {
    super(scope, id, { description: `Rapport: functions, routes and queues of the area ${props.area.name}` });
    this.props = props;
    this.area = props.area;
    this.alarms = new Alarms(this, 'Alarms', { deployment: props.deployment });
    const functions = functionsOf(props.area, props.deployment.settings);
    this.queues = this.createQueues(functions);
    this.parts = this.offerParts();
    for (const fn of functions) this.feed(fn, this.createFunction(fn));
    this.routeEvents();
  }

  private createQueues(functions: readonly OwnFunction[]): ReadonlyMap<string, WorkQueue> {
    const readers = functions.filter(({ entryPoint }) => /\.(queue|schedule)$/.test(entryPoint));
    return new Map(
      readers.map(({ entryPoint, timeout, delay }) => {
        const name = partOf(entryPoint);
        const queue = new WorkQueue(this, `${name}-queue`, {
          deployment: this.props.deployment,
          name,
          consumerTimeout: timeout ?? defaultTimeout(entryPoint),
          delay,
        });
        return [name, queue];
      }),
    );
  }

  private offerParts(): Parts {
    const { data, api, publicUrl, signIn, deployment } = this.props;
    const scheduler = () => {
      this.schedulerAccess ??= new SchedulerAccess(this, `${this.area.name}-Scheduler`, {
        deployment,
        undelivered: data.undelivered,
      });
      return this.schedulerAccess;
    };
    return {
      bus: data.bus,
      mail: data.mail,
      mailLogin:
        deployment.settings.smtpServer === undefined
          ? undefined
          : new ServiceKey(this, 'MailLogin', {
              description: 'Signs in at the mail server of the setting smtpServer',
              content: { user: '' },
              generated: 'password',
            }),
      texts: new TextSender(this, deployment),
      linkSecret: data.linkSecret,
      parkedRecords: data.parkedRecords,
      personalFiles: data.personalFiles,
      publicUrl,
      apiUrl: api.endpoint,
      signIn,
      shortestCampaignHours: deployment.settings.shortestCampaignHours,
      askAgainAfterDays: deployment.settings.askAgainAfterDays,
      auditDays: deployment.settings.auditDays,
      exportDays: deployment.settings.exportDays,
      importDays: deployment.settings.importDays,
      erasureDays: deployment.settings.erasureDays,
      bulkPerSecond: deployment.settings.bulkPerSecond,
      textReader: deployment.settings.textReader,
      brand: deployment.settings,
      queue: (name) => this.queueOf(name),
      get scheduler() {
        return scheduler();
      },
    };
  }

  private queueOf(name: string): WorkQueue {
    const queue = this.queues.get(name);
    if (queue !== undefined) return queue;
    throw new Error(`The area ${this.area.name} has no function that reads a queue ${name}.`);
  }

  private createFunction(declared: OwnFunction): DomainFunction {
    const { deployment, data } = this.props;
    const { entryPoint, purpose, impact, timeout, memorySize, reservedConcurrency, continuesItself } =
      declared;
    const fn = new DomainFunction(this, partOf(entryPoint), {
      ...{ deployment, entryPoint, purpose, impact, timeout, memorySize },
      ...{ reservedConcurrency, continuesItself },
      variables: variablesOf(declared, this.parts, data.table.name),
    });
    if (declared.table !== undefined) data.table.allow(fn, declared.table);
    for (const use of declared.uses ?? []) use.grant?.(fn, this.parts);
    this.functions.push(fn);
    return fn;
  }

  /** What makes a function run: requests, the table's stream, or its queue with all that is put into it. */
  private feed(declared: OwnFunction, fn: DomainFunction): void {
    if (declared.entryPoint.endsWith('.http')) this.feedByRequests(fn);
    else if (declared.entryPoint.endsWith('.stream')) this.feedByStream(fn);
    else this.feedByQueue(declared, fn);
  }

  private feedByRequests(fn: DomainFunction): void {
    const { api, area, keys } = this.props;
    fn.function.addPermission('Api', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: api.executionArn(this),
    });
    if (fn.entryPoint !== `${area.name}.http` || area.http === undefined) return;
    const { functionArn } = fn.function;
    const served = new HttpRoutes(this, `${fn.part}-routes`, { api, functionArn, timeout: fn.timeout });
    for (const key of keys) if (key.scopes !== 'public') served.addProtected(key);
  }

  private feedByStream(fn: DomainFunction): void {
    const { table, parkedRecords } = this.props.data;
    new StreamConsumer(this, `${fn.part}-stream`, { table, function: fn, parkedRecords });
    this.alarms.watchStream(fn);
  }

  private feedByQueue(declared: OwnFunction, fn: DomainFunction): void {
    const { reports, texts, jobs = {}, scheduled, lateAfter } = declared;
    const { batchSize, batchingWindow, maximumConcurrency } = declared;
    const { part } = fn;
    const queue = this.queueOf(part);
    new QueueConsumer(this, `${part}-consumer`, {
      ...{ queue, function: fn, batchSize, batchingWindow, maximumConcurrency },
    });
    if (reports !== undefined) this.feedByReports(part, queue, reports(this.parts));
    if (texts !== undefined) this.feedByTexts(texts, queue);
    for (const [name, expression] of Object.entries(jobs)) {
      new QueueSchedule(this, `${name}-job`, {
        ...{ name, expression, queue, deployment: this.props.deployment },
        scheduler: this.parts.scheduler,
        description: fn.purpose,
      });
    }
    if (scheduled) this.parts.scheduler.target(queue);
    this.alarms.watchQueue(queue, fn, lateAfter);
  }

  private feedByTexts(what: 'reports' | 'replies', queue: WorkQueue): void {
    const { deployment } = this.props;
    if (!isByAws(deployment.settings)) return;
    if (what === 'reports') createTextReports(this, deployment, queue);
    else createRepliesTopic(this, deployment, queue);
  }

  private feedByReports(part: string, queue: WorkQueue, reports: readonly Report[]): void {
    const bus = EventBus.fromEventBusName(this, `${part}-default-bus`, 'default');
    const [first, ...others] = reports.map(({ name, ...report }) => {
      const id = [part, 'reports', ...(name === undefined ? [] : [name])].join('-');
      const description = `What AWS services report and ${part} wants to know`;
      return new BusRule(this, id, {
        ...{ ...report, bus, queue, undelivered: this.props.data.undelivered, description },
      });
    });
    // Nothing is missed while a report moves from the first rule to one of its own.
    for (const other of others) first?.comesAfter(other);
  }

  /** For each queue rules of which no two match the same event: it would be delivered twice. */
  private routeEvents(): void {
    const { subscriptions, data } = this.props;
    const byQueue = Map.groupBy(subscriptions, ({ queue }) => queue ?? `${this.area.name}-events`);
    for (const [name, listening] of byQueue) {
      const rules = patternsOf(listening).map((pattern) => {
        const changed = pattern.detail?.data.changed ?? [];
        const rule = new BusRule(this, [name, ...changed, 'rule'].join('-'), {
          bus: data.bus,
          pattern,
          queue: this.queueOf(name),
          undelivered: data.undelivered,
          description: `${name}: ${listening.map((each) => each.name).join(', ')}`,
        });
        return { rule, isNarrow: changed.length > 0 };
      });
      // A type that from now on is wanted for some changes only leaves the wide rule when the narrow one is there.
      for (const wide of rules.filter(({ isNarrow }) => !isNarrow))
        for (const narrow of rules.filter(({ isNarrow }) => isNarrow)) wide.rule.comesAfter(narrow.rule);
    }
  }
}
