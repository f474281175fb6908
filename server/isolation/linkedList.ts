/** A place in a list, by which its value is taken out again. */
export interface ListNode<T> {
  readonly value: T;
  previous: ListNode<T> | null;
  next: ListNode<T> | null;
  list: LinkedList<T> | null;
}

/**
 * A doubly linked list: append, take the first, remove from anywhere, all in O(1).
 * An array is O(n) at the front, and so is a Map or Set used as a queue: their iterators step over every deleted entry.
 */
export class LinkedList<T> {
  #first: ListNode<T> | null = null;
  #last: ListNode<T> | null = null;

  get isEmpty(): boolean {
    return this.#first === null;
  }

  append(value: T): ListNode<T> {
    const node: ListNode<T> = { value, previous: this.#last, next: null, list: this };
    if (this.#last) this.#last.next = node;
    else this.#first = node;
    this.#last = node;
    return node;
  }

  /** Removes the first value and returns it; undefined where the list is empty. */
  takeFirst(): T | undefined {
    const node = this.#first;
    if (node) this.remove(node);
    return node?.value;
  }

  /** Returns whether the node was still in this list. */
  remove(node: ListNode<T>): boolean {
    if (node.list !== this) return false;
    if (node.previous) node.previous.next = node.next;
    else this.#first = node.next;
    if (node.next) node.next.previous = node.previous;
    else this.#last = node.previous;
    node.list = null;
    return true;
  }
}
