// Problem: one client with fifty pages in the queue must not make another client's single page wait for all of them.
// Method: each share (a client) has its own first-in-first-out list; shares take turns in a ring, one item a turn.
// Invariants: a share is in the ring if and only if it has an item waiting and runs fewer than its cap;
// a share that neither waits nor runs is forgotten. Every operation is O(1).

import { LinkedList, type ListNode } from "./linkedList.ts";

interface Share<Item> {
  readonly id: string;
  readonly waiting: LinkedList<Item>;
  running: number;
  turn: ListNode<Share<Item>> | null;
}

export interface Turn<Item> {
  readonly item: Item;
  /** To be called once, when the item has run to its end. */
  readonly release: () => void;
}

export class FairQueue<Item> {
  readonly #shares = new Map<string, Share<Item>>();
  readonly #ring = new LinkedList<Share<Item>>();
  readonly #maxRunningPerShare: number;
  #size = 0;

  constructor(maxRunningPerShare = Number.POSITIVE_INFINITY) {
    this.#maxRunningPerShare = maxRunningPerShare;
  }

  /** How many items wait. */
  get size(): number {
    return this.#size;
  }

  /** Adds an item to the end of its share. The function returned takes it out again; it does nothing once it was taken. */
  push(shareId: string, item: Item): () => void {
    const share = this.#shares.get(shareId) ?? this.#addShare(shareId);
    const node = share.waiting.append(item);
    this.#size++;
    this.#update(share);
    return () => {
      if (!share.waiting.remove(node)) return;
      this.#size--;
      this.#update(share);
    };
  }

  /** Takes the first item of the share whose turn it is; null where nothing waits or every waiting share is at its cap. */
  take(): Turn<Item> | null {
    const share = this.#ring.takeFirst();
    if (!share) return null;
    share.turn = null;
    const item = share.waiting.takeFirst();
    if (item === undefined) throw new Error("a share without a waiting item stood in the ring");
    this.#size--;
    share.running++;
    this.#update(share);
    const release = () => {
      share.running--;
      this.#update(share);
    };
    return { item, release };
  }

  /** Takes out everything that waits, whatever the caps say. */
  drain(): Item[] {
    const items: Item[] = [];
    for (const share of this.#shares.values()) {
      for (let item = share.waiting.takeFirst(); item !== undefined; item = share.waiting.takeFirst()) items.push(item);
      this.#update(share);
    }
    this.#size = 0;
    return items;
  }

  #addShare(id: string): Share<Item> {
    const share: Share<Item> = { id, waiting: new LinkedList(), running: 0, turn: null };
    this.#shares.set(id, share);
    return share;
  }

  /** Restores the invariants after a change to one share. */
  #update(share: Share<Item>): void {
    const eligible = !share.waiting.isEmpty && share.running < this.#maxRunningPerShare;
    if (eligible) share.turn ??= this.#ring.append(share);
    else if (share.turn) {
      this.#ring.remove(share.turn);
      share.turn = null;
    }
    if (share.waiting.isEmpty && share.running === 0) this.#shares.delete(share.id);
  }
}
