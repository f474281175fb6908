import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { GroupCommit } from "./groupCommit.ts";

/** A disk that writes when it is told to, and counts. */
function slowDisk() {
  const pending: PromiseWithResolvers<void>[] = [];
  const write = () => {
    const one = Promise.withResolvers<void>();
    pending.push(one);
    return one.promise;
  };
  return { pending, write };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("group commit", () => {
  it("makes changes of one turn durable with one write, and those that come meanwhile with the next", async () => {
    const { pending, write } = slowDisk();
    const group = new GroupCommit(write);
    const durable: string[] = [];
    const change = (name: string) => group.commit(() => {}).then(() => durable.push(name));
    change("a");
    change("b");
    await turn();
    change("c");
    change("d");
    await turn();
    assert.equal(pending.length, 1);
    assert.deepEqual(durable, []);
    pending[0]?.resolve();
    await turn();
    assert.deepEqual(durable, ["a", "b"]);
    assert.equal(pending.length, 2);
    pending[1]?.resolve();
    await group.idle();
    assert.deepEqual(durable, ["a", "b", "c", "d"]);
  });

  it("undoes the changes of a failed write, newest first, before it rejects; later ones get their own write", async () => {
    const { pending, write } = slowDisk();
    const group = new GroupCommit(write);
    const events: string[] = [];
    const change = (name: string) =>
      group
        .commit(() => events.push(`undo ${name}`))
        .then(
          () => events.push(`durable ${name}`),
          () => events.push(`rejected ${name}`),
        );
    change("a");
    change("b");
    await turn();
    change("c");
    pending[0]?.reject(new Error("ENOSPC"));
    await turn();
    pending[1]?.resolve();
    await group.idle();
    await turn();
    assert.deepEqual(events, ["undo b", "undo a", "rejected a", "rejected b", "durable c"]);
  });
});
