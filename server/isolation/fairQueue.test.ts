import assert from "node:assert/strict";
import { test } from "node:test";
import { FairQueue } from "./fairQueue.ts";

function take<Item>(queue: FairQueue<Item>): Item | undefined {
  return queue.take()?.item;
}

test("within a share, first come is first served", () => {
  const queue = new FairQueue<number>();
  for (const item of [1, 2, 3]) queue.push("a", item);
  assert.deepEqual([take(queue), take(queue), take(queue), take(queue)], [1, 2, 3, undefined]);
});

test("shares take turns, however much one of them waits for", () => {
  const queue = new FairQueue<string>();
  for (let page = 0; page < 50; page++) queue.push("a", `a${page}`);
  queue.push("b", "b0");
  queue.push("b", "b1");
  queue.push("c", "c0");
  const order = Array.from({ length: 7 }, () => take(queue));
  assert.deepEqual(order, ["a0", "b0", "c0", "a1", "b1", "a2", "a3"]);
});

test("a share that comes back stands behind those that waited meanwhile", () => {
  const queue = new FairQueue<string>();
  queue.push("a", "a0");
  assert.equal(take(queue), "a0");
  queue.push("b", "b0");
  queue.push("a", "a1");
  assert.deepEqual([take(queue), take(queue)], ["b0", "a1"]);
});

test("a share at its cap waits until one of its items has run, others go on", () => {
  const queue = new FairQueue<string>(2);
  for (const item of ["a0", "a1", "a2"]) queue.push("a", item);
  queue.push("b", "b0");
  const first = queue.take();
  assert.equal(first?.item, "a0");
  assert.deepEqual([take(queue), take(queue), take(queue)], ["b0", "a1", undefined]);
  assert.equal(queue.size, 1);
  first.release();
  assert.equal(take(queue), "a2");
});

test("an item leaves from any place in the queue", () => {
  const queue = new FairQueue<string>();
  const leave = ["a0", "a1", "a2", "a3"].map((item) => queue.push("a", item));
  queue.push("b", "b0");
  for (const place of [0, 2, 3]) leave[place]?.();
  assert.equal(queue.size, 2);
  assert.deepEqual([take(queue), take(queue), take(queue)], ["a1", "b0", undefined]);
});

test("leaving after one's turn, or twice, changes nothing", () => {
  const queue = new FairQueue<string>();
  const leaveFirst = queue.push("a", "a0");
  const leaveSecond = queue.push("a", "a1");
  assert.equal(take(queue), "a0");
  leaveFirst();
  leaveSecond();
  leaveSecond();
  assert.equal(queue.size, 0);
  queue.push("a", "a2");
  assert.equal(take(queue), "a2");
});

test("draining takes out everything, also of a share at its cap", () => {
  const queue = new FairQueue<string>(1);
  for (const item of ["a0", "a1"]) queue.push("a", item);
  queue.push("b", "b0");
  assert.equal(take(queue), "a0");
  assert.deepEqual(queue.drain().sort(), ["a1", "b0"]);
  assert.equal(queue.size, 0);
  assert.equal(take(queue), undefined);
});

test("a hundred thousand items cost time in proportion", () => {
  const queue = new FairQueue<number>();
  const start = performance.now();
  const leave = Array.from({ length: 100_000 }, (_, item) => queue.push(`share ${item % 1_000}`, item));
  for (let item = 0; item < leave.length; item += 2) leave[item]?.();
  let taken = 0;
  while (queue.take()) taken++;
  assert.equal(taken, 50_000);
  assert.ok(performance.now() - start < 2_000, "no operation looks through the queue");
});
