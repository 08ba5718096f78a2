/** An entry of the heap; entries due at the same instant keep the order in which they were added. */
export interface Due {
  readonly at: number;
  readonly sequence: number;
}

const before = (left: Due, right: Due): boolean =>
  left.at < right.at || (left.at === right.at && left.sequence < right.sequence);

/** A binary min-heap by instant: thousands of messages and schedules may wait at once. */
export class Agenda<Entry extends Due> {
  readonly #heap: Entry[] = [];

  get entries(): readonly Entry[] {
    return this.#heap;
  }

  peek(): Entry | undefined {
    return this.#heap[0];
  }

  push(entry: Entry): void {
    this.#heap.push(entry);
    this.#rise(this.#heap.length - 1);
  }

  pop(): Entry | undefined {
    const first = this.#heap[0];
    if (first) this.remove(first);
    return first;
  }

  remove(entry: Entry): boolean {
    const index = this.#heap.indexOf(entry);
    const last = this.#heap.at(-1);
    if (index < 0 || !last) return false;
    this.#heap.length -= 1;
    if (last !== entry) {
      this.#heap[index] = last;
      this.#rise(index);
      this.#sink(index);
    }
    return true;
  }

  #rise(start: number): void {
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#swapIfBefore(index, parent)) return;
      index = parent;
    }
  }

  #sink(start: number): void {
    let index = start;
    for (;;) {
      const left = 2 * index + 1;
      const child = this.#isBefore(left + 1, left) ? left + 1 : left;
      if (!this.#swapIfBefore(child, index)) return;
      index = child;
    }
  }

  #isBefore(one: number, other: number): boolean {
    const left = this.#heap[one];
    const right = this.#heap[other];
    return left !== undefined && right !== undefined && before(left, right);
  }

  #swapIfBefore(lower: number, upper: number): boolean {
    const left = this.#heap[lower];
    const right = this.#heap[upper];
    if (!left || !right || !before(left, right)) return false;
    this.#heap[lower] = right;
    this.#heap[upper] = left;
    return true;
  }
}
