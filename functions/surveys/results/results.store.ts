/** What was counted, in the one table. */
import { fromRecord, type StoredRecord } from '../../../shared/table/item.ts';
import { hashOfParts } from '../../../shared/table/key.ts';
import { type AccessPattern, shardCount, shardOf, shards } from '../../../shared/table/pattern.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { increment, insert, put, type Write } from '../../../shared/table/write.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import type { UncountedResponses } from '../responses/index.ts';
import type { CountedGroup, Response } from '../responses/responses.schema.ts';
import {
  countedTagItem,
  counterOfSurvey,
  dayCounterItem,
  daysOfSurvey,
  groupCounterItem,
  groupsOfSurvey,
  runCounterItem,
  runsOfSurvey,
  surveyCounterItem,
} from './results.items.ts';
import { countsOf, dayOf, monthOf, sumOf, type Tally } from './results.rules.ts';

/** An answer with what it is told apart by. */
export type Grouped = Response & { readonly group: CountedGroup };

/** What customers who are alike have answered in a month. */
export interface GroupTally extends CountedGroup {
  readonly month: string;
  readonly campaignId?: string | undefined;
  readonly runId?: string | undefined;
  readonly channel?: Response['channel'];
  readonly language: Response['language'];
  readonly tally: Tally;
}

export interface RunTally {
  readonly campaignId: string;
  readonly runId: string;
  readonly tally: Tally;
}

/** Of a transaction of 100, some room for what is yet to come. */
const maximumWrites = 95;

/** An expression adds at most 300 numbers, and has at most 4 KB: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const maximumNumbers = 250;

/** A month is read in a few pages. */
const page = { limit: 500 };

export type ResultsStore = ReturnType<typeof createResultsStore>;

export function createResultsStore(table: Table) {
  async function rowsOf(
    pattern: AccessPattern,
    parts: Readonly<Record<string, unknown>>,
    between?: PageRequest['between'],
  ): Promise<readonly StoredRecord[]> {
    const rows: StoredRecord[] = [];
    let cursor: string | undefined;
    do {
      const asked = { ...page, cursor, ...(between === undefined ? {} : { between }) };
      const read = await table.listRecords(pattern, parts, asked);
      rows.push(...read.rows);
      cursor = read.cursor ?? undefined;
    } while (cursor !== undefined);
    return rows;
  }

  return {
    /** What all answers to a survey come to: four rows, 2 read units with five questions. */
    async tallyOf(surveyId: string): Promise<Tally> {
      return sumOf((await rowsOf(counterOfSurvey, { surveyId })).map(tallyIn));
    },

    /** The same day by day, within days that are included. */
    async daysOf(
      surveyId: string,
      between?: PageRequest['between'],
    ): Promise<readonly { readonly day: string; readonly tally: Tally }[]> {
      const rows = await rowsOf(daysOfSurvey, { surveyId }, between);
      return rows.map((row) => ({ day: fromRecord(dayCounterItem, row).day, tally: tallyIn(row) }));
    },

    /** The same run by run: each run once. */
    async runsOf(surveyId: string): Promise<readonly RunTally[]> {
      const rows = await rowsOf(runsOfSurvey, { surveyId });
      const byRun = Map.groupBy(rows, (row) => fromRecord(runCounterItem, row).runId);
      return [...byRun.values()].flatMap((parts) => {
        const [first] = parts;
        if (first === undefined) return [];
        const { campaignId, runId } = fromRecord(runCounterItem, first);
        return [{ campaignId, runId, tally: sumOf(parts.map(tallyIn)) }];
      });
    },

    /** The same by what the customers have in common, within months that are included. */
    async groupsOf(surveyId: string, between?: PageRequest['between']): Promise<readonly GroupTally[]> {
      const rows = await rowsOf(groupsOfSurvey, { surveyId }, between);
      return rows.map((row) => {
        const { answered: _, ...group } = fromRecord(groupCounterItem, row);
        return { ...group, tally: tallyIn(row) };
      });
    },

    /** Whether so many answers can be counted at once: whoever has more counts the halves. */
    fits: (responses: readonly Grouped[]): boolean =>
      responses.length === 1 ||
      (namesIn(responses) <= shardCount * maximumNumbers &&
        responses.length + countersOf(responses).length <= maximumWrites),

    /**
     * Marks answers to one survey as counted and counts them, all or none. `already` when one of them is marked, or gone, so
     * that nothing was counted.
     */
    count: (responses: readonly Grouped[], at: Instant, uncounted: Pick<UncountedResponses, 'counted'>) =>
      table.commit([
        ...responses.map((response) => uncounted.counted(response, at, response.group)),
        ...countersOf(responses),
      ]),

    hashOfTag: (tag: string) => hashOfParts('tag', tag).slice(0, hashLength),

    /** Keeps what tags are called that more than one customer has. The same twice changes nothing. */
    async noteTags(worn: readonly { readonly tag: string; readonly customerId: string }[]): Promise<void> {
      const byTag = Map.groupBy(worn, ({ tag }) => tag);
      const hashes = [...byTag.keys()].map((tag) => ({ hash: this.hashOfTag(tag) }));
      const known = new Map((await table.findMany(countedTagItem, hashes)).map((row) => [row.hash, row]));
      for (const [tag, wearers] of byTag) {
        const hash = this.hashOfTag(tag);
        const row = known.get(hash);
        if (row?.tag !== undefined) continue;
        const seen = new Set(wearers.map(({ customerId }) => hashOfParts(customerId).slice(0, hashLength)));
        if (row?.first !== undefined) seen.add(row.first);
        const [first, second] = seen;
        if (second !== undefined) await table.commit([put(countedTagItem, { hash, tag })]);
        else if (row === undefined)
          await table.commit([insert(countedTagItem, { hash, first }, { onConflict: 'ok' })]);
      }
    },

    /** What those of the tags are called that more than one customer had. */
    async findTags(hashes: readonly string[]): Promise<ReadonlyMap<string, string>> {
      const rows = await table.findMany(
        countedTagItem,
        hashes.map((hash) => ({ hash })),
        { consistent: false },
      );
      return new Map(rows.flatMap(({ hash, tag }) => (tag === undefined ? [] : [[hash, tag] as const])));
    },
  };
}

/** Of 132 bits no two things share one. */
const hashLength = 22;

/** How many of the invited have answered, by run; a run that nobody has answered is not among them. */
export function createAnsweredCounts(table: Pick<Table, 'findMany'>) {
  return {
    async ofRuns(
      runs: readonly { readonly id: string; readonly surveyId: string; readonly campaignId: string }[],
    ): Promise<ReadonlyMap<string, number>> {
      const keys = runs.flatMap(({ id: runId, surveyId, campaignId }) =>
        shards.map((shard) => ({ surveyId, campaignId, runId, shard })),
      );
      const counts = new Map<string, number>();
      for (const { runId, answered } of await table.findMany(runCounterItem, keys))
        counts.set(runId, (counts.get(runId) ?? 0) + answered);
      return counts;
    },
  };
}

/** The writes that add answers to one survey to its counters, all in one of its partitions. */
function countersOf(responses: readonly Grouped[]): readonly Write[] {
  const [first] = responses;
  if (first === undefined) return [];
  const { surveyId } = first;
  const shard = shardOf(first.id);
  const adds = (
    item: Parameters<typeof increment>[0],
    parts: Readonly<Record<string, unknown>>,
    added: readonly Grouped[],
  ): readonly Write[] => {
    const { answered, counts } = sumOf(added.map((each) => ({ answered: 1, counts: countsOf(each) })));
    const numbers: (readonly [string, number])[] = [['answered', answered], ...counts];
    const writes = Math.ceil(numbers.length / maximumNumbers);
    // What does not fit into one row stands in that of the next partition: all of them are summed.
    return Array.from({ length: writes }, (_, index) =>
      increment(
        item,
        { ...parts, surveyId, shard: (shard + index) % shardCount },
        Object.fromEntries(
          numbers
            .slice(index * maximumNumbers, (index + 1) * maximumNumbers)
            .map(([name, amount]) => [name, exact(amount)]),
        ),
      ),
    );
  };
  const by = (keyOf: (response: Grouped) => string) => [...Map.groupBy(responses, keyOf).entries()];
  return [
    ...adds(surveyCounterItem, {}, responses),
    ...by(({ answeredAt }) => dayOf(answeredAt)).flatMap(([day, each]) =>
      adds(dayCounterItem, { day }, each),
    ),
    ...by(({ runId = '' }) => runId).flatMap(([runId, each]) =>
      runId === '' ? [] : adds(runCounterItem, { runId, campaignId: each[0]?.campaignId }, each),
    ),
    ...by((response) => JSON.stringify(groupOf(response))).flatMap(([key, each]) => {
      const [one] = each;
      if (one === undefined) return [];
      const given = Object.entries(groupOf(one)).filter(([, value]) => value !== undefined);
      const group = hashOfParts(key).slice(0, hashLength);
      return adds(groupCounterItem, { ...Object.fromEntries(given), group }, each);
    }),
  ];
}

/**
 * A sum without what binary fractions leave behind: DynamoDB refuses to add what would have more than 38 digits, see
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html. Answers have four decimals, so they have
 * nine in the unit in which they are summed, and their squares eighteen.
 */
const exact = (amount: number) => Number(amount.toFixed(18));

/** Everything by which answers are told apart. */
function groupOf({ answeredAt, campaignId, runId, channel, language, group }: Grouped) {
  const { ownerThen, teams, tags } = group;
  return { month: monthOf(answeredAt), campaignId, runId, channel, language, ownerThen, teams, tags };
}

function namesIn(responses: readonly Grouped[]): number {
  return new Set(responses.flatMap((response) => [...countsOf(response).keys()])).size;
}

/** The numbers of a row whose names have parts, which no field of ours has. */
function tallyIn(row: StoredRecord): Tally {
  const counts = Object.entries(row).flatMap(([name, count]) =>
    typeof count === 'number' && name.includes('#') ? [[name, count] as const] : [],
  );
  return { answered: Number(row.answered ?? 0), counts: new Map(counts) };
}
